"""Two people on one deal: the second waits, then acts on what the first one left, or hears that it changed."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from pipeline.domain.closing import lose_deal
from pipeline.domain.deals import give_deal
from pipeline.domain.history import DealChanged
from pipeline.domain.moves import move_deal
from pipeline.domain.next_steps import set_next_step
from pipeline.models import Deal, DealVersion
from salesmgmt.common.problems import Refused
from tests.behind import behind
from tests.cast import AT, Cast, make_cast
from tests.pipeline_rows import lost_for, make_deal, make_process, stage

pytestmark = pytest.mark.django_db(transaction=True)
LATER = AT + timedelta(hours=1)


@pytest.fixture
def cast() -> Iterator[Cast]:
    people = make_cast()
    make_process()
    return people


@pytest.fixture
def deal(cast: Cast) -> Deal:
    return make_deal(cast.rita)


def test_move_that_waited_for_a_move_follows_it(cast, deal):
    discover, propose = stage("Discover"), stage("Propose")
    moved = behind(
        lambda: move_deal(deal=deal, to=discover, by=cast.rita, at=LATER),
        lambda: move_deal(deal=deal, to=propose, by=cast.max, at=LATER),
    )
    assert (moved.stage, moved.version) == (propose, 3)
    names = DealVersion.objects.filter(deal=deal).order_by("valid_from").values_list("stage__name", flat=True)
    assert list(names) == ["Qualify", "Discover", "Propose"]


def test_move_that_waited_for_a_move_hears_that_the_deal_changed(cast, deal):
    discover, propose = stage("Discover"), stage("Propose")
    with pytest.raises(DealChanged):
        behind(
            lambda: move_deal(deal=deal, to=discover, by=cast.rita, at=LATER),
            lambda: move_deal(deal=deal, to=propose, by=cast.max, at=LATER, expected_version=deal.version),
        )
    assert Deal.objects.get().stage.name == "Discover"
    assert DealVersion.objects.filter(deal=deal).count() == 2


def test_next_step_that_waited_for_the_loss_is_refused(cast, deal):
    reason = lost_for()
    with pytest.raises(Refused) as refusal:
        behind(
            lambda: lose_deal(deal=deal, reason=reason, by=cast.rita, at=LATER),
            lambda: set_next_step(deal=deal, next_step="Call back", next_step_date=LATER.date(), by=cast.max, at=LATER),
        )
    assert refusal.value.code == "closed"
    assert Deal.objects.get().version == 2


def test_move_that_waited_for_another_owner_moves_that_one_s_deal(cast, deal):
    discover = stage("Discover")
    moved = behind(
        lambda: give_deal(deal=deal, to=cast.nora, by=cast.max, at=LATER),
        lambda: move_deal(deal=deal, to=discover, by=cast.max, at=LATER),
    )
    assert (moved.owner, moved.stage) == (cast.nora, discover)
    assert DealVersion.objects.current().get(deal=deal).owner == cast.nora
