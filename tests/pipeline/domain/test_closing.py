from datetime import date, timedelta
from decimal import Decimal

import pytest

from pipeline.domain.cancellations import cancel_order
from pipeline.domain.closing import lose_deal, reopen_deal, win_deal
from pipeline.domain.next_steps import pause_deal
from pipeline.domain.orders import place_order
from pipeline.models import Deal, DealVersion
from tests.pipeline.evidence import event_count, last_event
from tests.pipeline_rows import lost_for, make_deal, make_order, stage, won_for
from tests.refusals import all_rows, assert_refused

HOUR = timedelta(hours=1)
STEP = {"next_step": "Call again", "next_step_date": date(2026, 3, 9)}


def test_win_deal_closes_it_today_for_its_amount(deal, rita, at):
    pause_deal(deal=deal, until=date(2026, 4, 1), by=rita, at=at)
    before = event_count()
    win_deal(deal=deal, reason=won_for(), by=rita, at=at + HOUR)
    deal = Deal.objects.get(pk=deal.pk)
    assert (deal.state, deal.stage.name, deal.forecast_category) == ("WON", "Won", "CLOSED")
    assert (deal.amount, deal.close_date, deal.close_reason) == (1000, date(2026, 3, 2), won_for())
    assert (deal.next_step, deal.next_step_date, deal.paused_until) == ("", None, None)
    current = DealVersion.objects.current().get(deal=deal)
    assert (current.stage.name, current.close_date, current.valid_from) == ("Won", date(2026, 3, 2), at + HOUR)
    assert event_count() == before + 1
    payload = {"from_id": stage("Qualify").pk, "reason": "value", "amount": "1000.0000", "close_date": "2026-03-02"}
    assert last_event() == ("deal.won", "pipeline.deal", deal.pk, rita.pk, payload)


def test_win_deal_for_another_amount_takes_it(deal, rita, at):
    win_deal(deal=deal, reason=won_for(), amount=Decimal("900.50"), by=rita, at=at + HOUR)
    assert Deal.objects.get(pk=deal.pk).amount == Decimal("900.50")


def test_win_deal_without_amount_is_refused_at_the_field(process, rita, at):
    deal = make_deal(rita, amount=None)
    with assert_refused("amount_missing", "amount", says="say what it was won for"):
        win_deal(deal=deal, reason=won_for(), by=rita, at=at)


def test_win_deal_below_nothing_is_refused(deal, rita, at):
    with assert_refused("a_deal_amount_is_not_negative", "amount"):
        win_deal(deal=deal, reason=won_for(), amount=Decimal(-1), by=rita, at=at)


def test_win_deal_for_a_reason_to_lose_is_refused(deal, rita, at):
    with assert_refused("refused", "reason", says="“Price” is a reason for lost deals"):
        win_deal(deal=deal, reason=lost_for(), by=rita, at=at)


def test_lose_deal_keeps_its_amount(deal, rita, at):
    lose_deal(deal=deal, reason=lost_for(), by=rita, at=at + HOUR)
    deal = Deal.objects.get(pk=deal.pk)
    assert (deal.state, deal.stage.name, deal.forecast_category) == ("LOST", "Lost", "OMITTED")
    assert (deal.amount, deal.close_date, deal.close_reason) == (1000, date(2026, 3, 2), lost_for())
    payload = {"from_id": stage("Qualify").pk, "reason": "price", "amount": "1000.0000", "close_date": "2026-03-02"}
    assert last_event() == ("deal.lost", "pipeline.deal", deal.pk, rita.pk, payload)


def test_lose_deal_needs_no_amount(process, rita, at):
    lose_deal(deal=make_deal(rita, amount=None), reason=lost_for(), by=rita, at=at)
    assert last_event()[4]["amount"] is None


def test_lose_deal_for_a_reason_to_win_is_refused(deal, rita, at):
    with assert_refused("refused", "reason"):
        lose_deal(deal=deal, reason=won_for(), by=rita, at=at)


@pytest.mark.parametrize("again", [win_deal, lose_deal])
def test_a_closed_deal_is_closed_once(process, rita, at, again):
    lost = lose_deal(deal=make_deal(rita, amount=None), reason=lost_for(), by=rita, at=at)
    reason = won_for() if again is win_deal else lost_for()
    with assert_refused("closed", says="is lost; reopen it first"):
        again(deal=lost, reason=reason, by=rita, at=at + HOUR)


@pytest.mark.parametrize("close", [win_deal, lose_deal])
def test_closing_an_old_version_is_a_conflict_and_a_reader_may_not(deal, cast, at, close):
    reason = won_for() if close is win_deal else lost_for()
    with assert_refused("deal_changed"):
        close(deal=deal, reason=reason, by=cast.rita, at=at, expected_version=5)
    with assert_refused("not_allowed"):
        close(deal=deal, reason=reason, by=cast.carla, at=at)


def test_reopen_deal_comes_back_with_a_next_step_and_keeps_its_history(deal, rita, at):
    won = win_deal(deal=deal, reason=won_for(), by=rita, at=at + HOUR)
    reopen_deal(deal=won, to=stage("Prove"), **STEP, by=rita, at=at + 2 * HOUR)
    deal = Deal.objects.get(pk=deal.pk)
    assert (deal.state, deal.stage.name, deal.forecast_category) == ("OPEN", "Prove", "BEST_CASE")
    assert (deal.close_date, deal.close_reason, deal.amount) == (None, None, 1000)
    assert (deal.next_step, deal.next_step_date) == ("Call again", date(2026, 3, 9))
    assert deal.stage_entered_at == at + 2 * HOUR
    names = [v.stage.name for v in DealVersion.objects.filter(deal=deal).order_by("valid_from")]
    assert names == ["Qualify", "Won", "Prove"]
    payload = {"from_state": "WON", "to_id": stage("Prove").pk, "close_date": "2026-03-02"}
    assert last_event() == ("deal.reopened", "pipeline.deal", deal.pk, rita.pk, payload)


def test_what_is_ordered_is_opened_again_once_its_order_is_cancelled(deal, rita, at):
    order = make_order(deal, at=at)
    before = all_rows()
    with assert_refused("ordered", says="cancel that order on its page, then open the deal again"):
        reopen_deal(deal=deal, to=stage("Prove"), **STEP, by=rita, at=at + 2 * HOUR)
    assert all_rows() == before
    cancel_order(order=order, reason="MISTAKE", by=rita, at=at + HOUR)
    reopen_deal(deal=deal, to=stage("Prove"), **STEP, by=rita, at=at + 2 * HOUR)
    again = win_deal(deal=deal, reason=won_for(), by=rita, at=at + 3 * HOUR)
    with assert_refused("ordered", says="it is cancelled, so win a new deal instead"):
        place_order(deal=again, by=rita, at=at + 4 * HOUR)


def test_reopen_deal_refusals(deal, cast, at):
    rita = cast.rita
    with assert_refused("open", says="is open already"):
        reopen_deal(deal=deal, to=stage("Prove"), **STEP, by=rita, at=at)
    lost = lose_deal(deal=deal, reason=lost_for(), by=rita, at=at)
    with assert_refused("refused", "stage"):
        reopen_deal(deal=lost, to=stage("Won"), **STEP, by=rita, at=at)
    with assert_refused("next_step", "next_step"):
        reopen_deal(deal=lost, to=stage("Prove"), next_step="", next_step_date=None, by=rita, at=at)
    with assert_refused("next_step_date", "next_step_date"):
        reopen_deal(deal=lost, to=stage("Prove"), next_step="Call", next_step_date=None, by=rita, at=at)
    with assert_refused("deal_changed"):
        reopen_deal(deal=lost, to=stage("Prove"), **STEP, by=rita, at=at, expected_version=1)
    with assert_refused("not_allowed"):
        reopen_deal(deal=lost, to=stage("Prove"), **STEP, by=cast.finn, at=at)
