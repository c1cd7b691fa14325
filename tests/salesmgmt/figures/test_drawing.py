"""The picture of a breakdown: rates stand on a scale that has room for the highest and no more than that."""

import pytest

from salesmgmt.figures.drawing import LEFT, PLOT, draw, end_of_scale
from salesmgmt.figures.queries.answer import answer
from salesmgmt.figures.scope import Scope
from tests.salesmgmt.figures.toy import AMOUNT, RATE

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("most", "end"),
    [(0, 1), (0.002, 0.002), (0.0021, 0.005), (0.031, 0.05), (0.1, 0.1), (0.43, 0.5), (0.51, 1), (1, 1), (1.54, 2)],
)
def test_the_scale_ends_where_there_is_room_for_the_highest(most, end):
    assert end_of_scale(most) == pytest.approx(end)


def test_rates_are_points_on_a_scale_with_the_whole_through_them(cast, deals, at):
    picture = draw(answer(RATE, Scope(user=cast.olga, at=at, by="owner")))
    assert [(tick.x, tick.label) for tick in picture.ticks] == [
        (f"{LEFT:.1f}", "0%"),
        (f"{LEFT + PLOT / 2:.1f}", "50%"),
        (f"{LEFT + PLOT:.1f}", "100%"),
    ]
    rita, sam = sorted(picture.bars, key=lambda bar: bar.label)
    assert (rita.point, sam.point) == (f"{LEFT + PLOT * 2 / 3:.1f}", f"{LEFT + PLOT:.1f}")
    assert float(rita.low) < float(rita.point) < float(rita.low) + float(rita.band) < LEFT + PLOT
    assert (picture.whole.label, picture.whole.x) == ("all", f"{LEFT + PLOT * 3 / 4:.1f}")


def test_amounts_are_bars_without_a_scale(cast, deals, at):
    picture = draw(answer(AMOUNT, Scope(user=cast.olga, at=at, by="owner")))
    assert (picture.ticks, picture.whole, picture.floor) == ((), None, picture.height)
    assert max(float(bar.width) for bar in picture.bars) == PLOT
