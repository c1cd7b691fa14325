"""Velocity: the worked table of docs/algorithms/velocity.md, and the product of the figures that it is made of."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from pipeline.domain.closing import lose_deal, win_deal
from salesmgmt.figures.aggregates import Velocity
from salesmgmt.figures.registry import figure_for
from salesmgmt.figures.wording import money
from tests.pipeline.crm.test_worked_tables import tables
from tests.pipeline.test_order_figures import ask
from tests.pipeline_rows import lost_for, make_deal, won_for
from tests.salesmgmt.figures.adding_up import assert_rows_add_up

[ROWS] = tables("velocity.md")
CLOSED = datetime(2026, 5, 20, 12, tzinfo=UTC)


def test_the_worked_table():
    aggregate = Velocity("open", "won", "closed", "amount", "days", fewest=10)
    assert len(ROWS) == 5
    for row in ROWS:
        sums = [int(row[name]) for name in ("open", "won", "closed", "won amount, all", "days, all")]
        estimate = aggregate.estimate([*sums, sums[1], sums[1]])
        assert estimate.n == int(row["won"])
        if estimate.value is None:
            assert row["velocity"] == "too few to say"
        else:
            assert str(money(estimate.value, "EUR")) == row["velocity"]
    assert float(aggregate.estimate([40, 10, 40, 250_000, 900, 10, 10]).value) == pytest.approx(2777.7778, abs=1e-4)
    assert aggregate.estimate([40, 10, 40, 250_000, 900, 10, 9]).value is None


@pytest.fixture
def deals(process, cast):
    """Rita's: ten won after 20 days for 100 to 1,000, five lost, three open; and an open one of Sam's."""
    for place in range(15):
        is_won = place < 10
        deal = make_deal(cast.rita, at=CLOSED - timedelta(days=20), amount=str(100 * (place + 1)))
        close, reason = (win_deal, won_for()) if is_won else (lose_deal, lost_for())
        close(deal=deal, reason=reason, by=cast.rita, at=CLOSED)
    for _ in range(3):
        make_deal(cast.rita, at=CLOSED)
    make_deal(cast.sam, at=CLOSED)


def test_the_product_of_figures(deals, cast):
    period = {"from": "2026-04-01", "to": "2026-07-01"}
    found = ask("pipeline.velocity", cast.max, **period)
    rate = ask("pipeline.win_rate", cast.max, **period)["measures"]["closed"]
    amount = ask("pipeline.won_amount", cast.max, **period)["measures"]["average"]
    cycle = ask("pipeline.cycle_days", cast.max, **period)["measures"]["won_mean"]
    product = 3 * Fraction(10, 15) * 550 / 20
    assert (rate["n"], amount["value"], cycle["value"]) == (15, "550.00", 20)
    assert (found["value"], found["n"]) == (str(money(product, "EUR")), 10)
    assert found["sentence"] == (
        "3 open deals, 66.7% of 15 closed ones won from 1 Apr 2026 to 30 Jun 2026, 550.00 EUR each of 10, 20.0 days "
        "from start to won of 10: 55.00 EUR a day."
    )
    assert ask("pipeline.velocity", cast.olga, **period)["value"] == str(money(product * 4 / 3, "EUR"))
    before = ask("pipeline.velocity", cast.max, **{"from": "2026-01-01", "to": "2026-04-01"})
    assert (before["value"], before["said"]) == (None, "not known")
    assert_rows_add_up(figure_for("pipeline.velocity", cast.olga), cast.olga)
