from datetime import date, timedelta
from decimal import Decimal

import pytest

from pipeline.domain.closing import lose_deal
from pipeline.domain.deals import edit_deal, give_deal
from pipeline.domain.lines import set_lines
from pipeline.domain.moves import move_deal
from pipeline.domain.next_steps import pause_deal, set_next_step
from pipeline.domain.probability import set_probability
from pipeline.domain.splits import Share, split_deal
from pipeline.models import Deal, DealVersion
from tests.pipeline.evidence import event_count, last_event
from tests.pipeline_rows import lost_for, stage
from tests.refusals import assert_refused

DAY = date(2026, 3, 9)


def test_set_next_step_replaces_it_and_ends_a_pause(deal, rita, at):
    pause_deal(deal=deal, until=date(2026, 4, 1), by=rita, at=at)
    before = event_count()
    set_next_step(deal=deal, next_step=" Meet Henrik ", next_step_date=DAY, by=rita, at=at)
    deal = Deal.objects.get(pk=deal.pk)
    assert (deal.next_step, deal.next_step_date, deal.paused_until) == ("Meet Henrik", DAY, None)
    assert deal.version == 3
    versions = DealVersion.objects.filter(deal=deal).order_by("valid_from")
    assert list(versions.values_list("has_step", "paused_until")) == [
        (True, None), (True, date(2026, 4, 1)), (True, None),
    ]  # fmt: skip
    set_next_step(deal=deal, next_step="Meet Ida", next_step_date=DAY, by=rita, at=at)
    assert versions.count() == 3  # which step it is, is not dated
    assert event_count() == before + 2
    assert last_event() == ("deal.next_step_set", "pipeline.deal", deal.pk, rita.pk, {"due_date": "2026-03-09"})


def test_set_next_step_refusals(deal, cast, at):
    rita = cast.rita
    with assert_refused("next_step", "next_step"):
        set_next_step(deal=deal, next_step=" ", next_step_date=DAY, by=rita, at=at)
    with assert_refused("next_step_date", "next_step_date"):
        set_next_step(deal=deal, next_step="Call", next_step_date=None, by=rita, at=at)
    with assert_refused("deal_changed"):
        set_next_step(deal=deal, next_step="Call", next_step_date=DAY, by=rita, at=at, expected_version=7)
    with assert_refused("not_allowed"):
        set_next_step(deal=deal, next_step="Call", next_step_date=DAY, by=cast.finn, at=at)
    lost = lose_deal(deal=deal, reason=lost_for(), by=rita, at=at)
    with assert_refused("closed"):
        set_next_step(deal=lost, next_step="Call", next_step_date=DAY, by=rita, at=at)


def test_pause_deal_lets_it_rest(deal, rita, at):
    pause_deal(deal=deal, until=date(2026, 3, 3), by=rita, at=at)
    deal = Deal.objects.get(pk=deal.pk)
    assert (deal.paused_until, deal.version, deal.next_step) == (date(2026, 3, 3), 2, "Call the plant lead")
    assert last_event() == ("deal.paused", "pipeline.deal", deal.pk, rita.pk, {"until": "2026-03-03"})


def test_pause_deal_refusals(deal, cast, at):
    with assert_refused("paused_until", "until", says="choose one after today"):
        pause_deal(deal=deal, until=date(2026, 3, 2), by=cast.rita, at=at)
    with assert_refused("paused_until", "until"):  # in Berlin it is the 3rd already
        pause_deal(deal=deal, until=date(2026, 3, 3), by=cast.rita, at=at + timedelta(hours=14, minutes=30))
    with assert_refused("deal_changed"):
        pause_deal(deal=deal, until=DAY, by=cast.rita, at=at, expected_version=2)
    with assert_refused("not_allowed"):
        pause_deal(deal=deal, until=DAY, by=cast.rosa, at=at)
    lost = lose_deal(deal=deal, reason=lost_for(), by=cast.rita, at=at)
    with assert_refused("closed"):
        pause_deal(deal=lost, until=DAY, by=cast.rita, at=at)


@pytest.mark.parametrize(
    "act",
    [
        lambda deal, by, at, to: edit_deal(deal=deal, facts={"amount": Decimal(5)}, by=by, at=at),
        lambda deal, by, at, to: give_deal(deal=deal, to=to, by=by, at=at),
        lambda deal, by, at, to: move_deal(deal=deal, to=stage("Discover"), by=by, at=at),
        lambda deal, by, at, to: pause_deal(deal=deal, until=date(2026, 5, 1), by=by, at=at),
        lambda deal, by, at, to: set_lines(deal=deal, lines=[], by=by, at=at),
        lambda deal, by, at, to: split_deal(deal=deal, shares=[Share(by, 10_000)], by=by, at=at),
        lambda deal, by, at, to: set_probability(deal=deal, probability=Decimal("0.5"), reason="Said", by=by, at=at),
    ],
    ids=["edit", "give", "move", "pause", "lines", "splits", "probability"],
)
def test_no_act_leaves_an_open_deal_without_a_next_step(deal, cast, at, act):
    """A deal that an import brought in without one gets it with the first act."""
    Deal.objects.filter(pk=deal.pk).update(next_step="", next_step_date=None)
    deal = Deal.objects.get(pk=deal.pk)
    with assert_refused("next_step_missing", "next_step"):
        act(deal, cast.rita, at, cast.nora)
    deal = set_next_step(deal=deal, next_step="Call", next_step_date=date(2026, 4, 1), by=cast.rita, at=at)
    act(deal, cast.rita, at, cast.nora)
    assert Deal.objects.get(pk=deal.pk).version > deal.version
