"""Each rule of the pipeline, broken by hand: the proof of that name says so, and no other does."""

from datetime import timedelta
from decimal import Decimal

import pytest

from pipeline.choices import SplitRole
from pipeline.domain.catalogue import add_product
from pipeline.domain.closing import win_deal
from pipeline.domain.lines import LineFacts, set_lines
from pipeline.domain.moves import move_deal, undo_move
from pipeline.domain.orders import place_order, repeat_order
from pipeline.domain.splits import Share, split_deal
from pipeline.models import DealVersion
from tests.pipeline_rows import make_deal, stage, won_for
from tests.salesmgmt.figures.proving import broken, by_hand

HOUR = timedelta(hours=1)


@pytest.fixture
def sold(deal, cast, at):
    """A deal with a history of moves, one of them taken back, with shares, won, ordered and ordered again."""
    rita = cast.rita
    rotor = add_product(name="Rotor", series="", list_price=Decimal("99.99"), by=cast.olga, at=at)
    deal = set_lines(deal=deal, lines=[LineFacts(rotor, Decimal(3))], by=rita, at=at + HOUR)
    deal = move_deal(deal=deal, to=stage("Discover"), by=rita, at=at + 2 * HOUR)
    moved = move_deal(deal=deal, to=stage("Prove"), by=rita, at=at + 3 * HOUR)
    deal = undo_move(deal=moved, by=rita, at=at + 3 * HOUR, expected_version=moved.version)
    split_deal(deal=deal, shares=[Share(rita, 6000), Share(cast.max, 4000)], by=rita, at=at + 4 * HOUR)
    deal = win_deal(deal=deal, reason=won_for(), amount=Decimal(250), by=rita, at=at + 5 * HOUR)
    order = place_order(deal=deal, by=rita, at=at + 6 * HOUR)
    same = repeat_order(order=order, by=rita, at=at + 7 * HOUR)
    repeat_order(order=same, lines=[LineFacts(rotor, Decimal(2))], by=rita, at=at + 8 * HOUR)
    repeat_order(order=same, amount=Decimal(70), by=rita, at=at + 9 * HOUR)
    return deal


def test_what_the_verbs_wrote_holds(sold):
    assert broken() == {}


def test_a_deal_that_is_not_its_current_version(sold):
    by_hand("UPDATE pipeline_deal SET amount = 251 WHERE id = %s", sold.pk)
    found = broken()
    ((name, ((thing, is_there, should_be),)),) = found.items()
    assert name == "pipeline.deals_stand_as_their_current_version"
    assert (thing, "amount 251" in is_there, "amount 250" in should_be) == (f"deal {sold.pk}", True, True)


def test_a_deal_without_a_version(sold):
    by_hand("UPDATE pipeline_dealversion SET undone_by_id = %s WHERE valid_to IS NULL", sold.owner_id)
    assert set(broken()) == {
        "pipeline.deals_stand_as_their_current_version",
        "pipeline.versions_follow_each_other",
        "pipeline.stays_are_visits_of_the_versions_that_count",
    }


def test_a_deal_that_is_won_in_an_open_stage(process, deal):
    by_hand("UPDATE pipeline_deal SET state = 'LOST', close_date = '2026-03-02' WHERE id = %s", deal.pk)
    by_hand("UPDATE pipeline_dealversion SET close_date = '2026-03-02'")
    name = "pipeline.deals_are_open_won_or_lost_as_their_stage"
    assert broken() == {name: [(f"deal {deal.pk}", "LOST", "OPEN")]}


@pytest.mark.parametrize("shift", ["1 minute", "-1 minute"])
def test_versions_with_a_gap_or_an_overlap(sold, shift):
    first = DealVersion.objects.filter(deal=sold).earliest("valid_from")
    by_hand("UPDATE pipeline_dealversion SET valid_to = valid_to + %s::interval WHERE id = %s", shift, first.pk)
    ((name, differences),) = broken().items()
    assert name == "pipeline.versions_follow_each_other"
    assert [thing for thing, *_ in differences] == [f"version {first.pk} of deal {sold.pk}"]


def test_shares_that_do_not_sum(sold):
    by_hand("UPDATE pipeline_dealsplit SET share_bp = share_bp - 1 WHERE user_id = %s", sold.owner_id)
    thing = f"deal {sold.pk} in role {SplitRole.SALES}"
    assert broken() == {"pipeline.shares_sum_to_the_whole": [(thing, "9999", "10000")]}


def test_orders_that_repeat_what_they_cannot(sold, rita, at):
    other = win_deal(deal=make_deal(rita, "Orchard Mills"), reason=won_for(), by=rita, at=at)
    elsewhere = place_order(deal=other, by=rita, at=at)
    last = sold.order.repeats.get()
    for column, value in {"repeat_of_id": elsewhere.pk, "ordered_at": at}.items():
        before = getattr(last, column)
        by_hand(f"UPDATE pipeline_order SET {column} = %s WHERE id = %s", value, last.pk)
        found = broken()["pipeline.orders_repeat_earlier_orders_of_their_account"]
        assert [thing for thing, *_ in found] == [f"order {last.pk}"]
        by_hand(f"UPDATE pipeline_order SET {column} = %s WHERE id = %s", before, last.pk)


def test_order_lines_that_do_not_sum(sold):
    changed = sold.order.repeats.get().repeats.exclude(amount=70).get()
    by_hand("UPDATE pipeline_orderline SET quantity = 3 WHERE order_id = %s", changed.pk)
    assert broken() == {"pipeline.orders_cost_what_their_lines_do": [(f"order {changed.pk}", "199.9800", "299.97")]}
