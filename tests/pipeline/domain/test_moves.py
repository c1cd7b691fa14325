from datetime import date, timedelta

import pytest

from pipeline.domain.closing import lose_deal, reopen_deal, undo_closing, win_deal
from pipeline.domain.deals import edit_deal
from pipeline.domain.moves import move_deal, undo_move
from pipeline.domain.next_steps import set_next_step
from pipeline.domain.processes import publish_process
from pipeline.models import Deal, DealVersion
from tests.pipeline.evidence import event_count, last_event
from tests.pipeline_rows import STAGES, lost_for, stage, won_for
from tests.refusals import all_rows, assert_refused

HOUR = timedelta(hours=1)


def test_move_deal_dates_the_stage_and_takes_its_category(deal, rita, at):
    before = event_count()
    move_deal(deal=deal, to=stage("Propose"), by=rita, at=at + HOUR)
    deal = Deal.objects.get(pk=deal.pk)
    assert (deal.stage.name, deal.forecast_category, deal.version) == ("Propose", "COMMIT", 2)
    assert deal.stage_entered_at == at + HOUR
    first, second = DealVersion.objects.filter(deal=deal).order_by("valid_from")
    assert (first.stage.name, first.valid_to) == ("Qualify", at + HOUR)
    assert (second.stage.name, second.valid_from, second.valid_to) == ("Propose", at + HOUR, None)
    assert event_count() == before + 1
    payload = {"from_id": stage("Qualify").pk, "to_id": stage("Propose").pk}
    assert last_event() == ("deal.moved", "pipeline.deal", deal.pk, rita.pk, payload)


def test_move_deal_with_a_next_step_sets_both(deal, rita, at):
    move_deal(
        deal=deal, to=stage("Discover"), next_step="Workshop", next_step_date=date(2026, 3, 9), by=rita, at=at + HOUR
    )
    deal = Deal.objects.get(pk=deal.pk)
    assert (deal.stage.name, deal.next_step, deal.next_step_date) == ("Discover", "Workshop", date(2026, 3, 9))


def test_move_deal_to_where_it_is_changes_nothing(deal, rita, at):
    before = all_rows()
    move_deal(deal=deal, to=stage("Qualify"), by=rita, at=at + HOUR)
    assert all_rows() == before


def test_move_deal_to_where_it_is_with_a_step_is_refused(deal, rita, at):
    with assert_refused("same_stage", "stage"):
        move_deal(deal=deal, to=stage("Qualify"), next_step="X", next_step_date=date(2026, 3, 9), by=rita, at=at)


def test_move_deal_without_next_step_is_refused_at_the_field(deal, rita, at):
    Deal.objects.filter(pk=deal.pk).update(next_step="", next_step_date=None)  # as an import leaves it
    with assert_refused("next_step_missing", "next_step", says="Helix Robotics has no next step"):
        move_deal(deal=deal, to=stage("Discover"), by=rita, at=at + HOUR)


def test_move_deal_with_a_step_but_no_day_is_refused(deal, rita, at):
    with assert_refused("next_step_date", "next_step_date"):
        move_deal(deal=deal, to=stage("Discover"), next_step="Call", by=rita, at=at + HOUR)


def test_move_deal_into_a_closing_stage_is_refused(deal, rita, at):
    with assert_refused("closing", "stage", says="use Win or Lose"):
        move_deal(deal=deal, to=stage("Won"), by=rita, at=at + HOUR)


def test_move_deal_into_another_process_is_refused(deal, rita, at):
    other = publish_process(name="Renewals", stages=STAGES, by=None, at=at)
    with assert_refused("refused", "stage", says="belongs to another process"):
        move_deal(deal=deal, to=other.stages.get(name="Prove"), by=rita, at=at + HOUR)


def test_move_deal_that_is_closed_is_refused(deal, rita, at):
    won = win_deal(deal=deal, reason=won_for(), by=rita, at=at + HOUR)
    with assert_refused("closed", says="is won; reopen it first"):
        move_deal(deal=won, to=stage("Prove"), by=rita, at=at + 2 * HOUR)


def test_move_deal_at_an_old_version_is_a_conflict(deal, rita, at):
    with assert_refused("deal_changed"):
        move_deal(deal=deal, to=stage("Prove"), by=rita, at=at + HOUR, expected_version=9)


def test_move_deal_by_a_reader_is_not_allowed(deal, cast, at):
    with assert_refused("not_allowed", says="ask an admin"):
        move_deal(deal=deal, to=stage("Prove"), by=cast.finn, at=at + HOUR)


def test_two_moves_at_the_same_instant_follow_each_other(deal, rita, at):
    for name in ("Discover", "Prove"):
        deal = move_deal(deal=deal, to=stage(name), by=rita, at=at)
    starts = list(DealVersion.objects.filter(deal=deal).order_by("valid_from").values_list("valid_from", flat=True))
    assert starts == [at, at + timedelta(microseconds=1), at + timedelta(microseconds=2)]


def test_undo_move_brings_the_stage_back_and_keeps_the_version_marked(deal, rita, at):
    moved = move_deal(deal=deal, to=stage("Propose"), by=rita, at=at + HOUR)
    undo = at + HOUR + timedelta(minutes=5)
    undo_move(deal=deal, by=rita, at=undo, expected_version=moved.version)
    deal = Deal.objects.get(pk=deal.pk)
    assert (deal.stage.name, deal.forecast_category, deal.version) == ("Qualify", "PIPELINE", 3)
    assert deal.stage_entered_at == at
    first, second = DealVersion.objects.filter(deal=deal).order_by("valid_from")
    assert (first.valid_to, first.undone_by) == (None, None)
    assert (second.stage.name, second.valid_to, second.undone_by) == ("Propose", undo, rita)
    assert DealVersion.objects.as_of(at + HOUR + timedelta(minutes=1)).get(deal=deal) == first
    payload = {"from_id": stage("Propose").pk, "to_id": stage("Qualify").pk}
    assert last_event() == ("deal.move_undone", "pipeline.deal", deal.pk, rita.pk, payload)


def test_undo_move_keeps_the_days_of_a_stage_that_an_edit_interrupted(deal, rita, at):
    edit_deal(deal=deal, facts={"amount": 2000}, by=rita, at=at + HOUR)
    moved = move_deal(deal=deal, to=stage("Prove"), by=rita, at=at + 2 * HOUR)
    undone = undo_move(deal=deal, by=rita, at=at + 2 * HOUR, expected_version=moved.version)
    assert (undone.stage_entered_at, undone.amount) == (at, 2000)


def test_undo_move_leaves_room_for_an_act_at_the_same_instant(deal, rita, at):
    moved = move_deal(deal=deal, to=stage("Prove"), by=rita, at=at + HOUR)
    undone = undo_move(deal=deal, by=rita, at=at + HOUR, expected_version=moved.version)
    again = move_deal(deal=undone, to=stage("Propose"), by=rita, at=at + HOUR)
    assert again.stage.name == "Propose"
    assert DealVersion.objects.current().get(deal=deal).valid_from > at + HOUR


def test_undo_move_of_a_deal_changed_since_is_a_conflict(deal, rita, at):
    moved = move_deal(deal=deal, to=stage("Prove"), by=rita, at=at + HOUR)
    set_next_step(deal=deal, next_step="Call", next_step_date=date(2026, 3, 5), by=rita, at=at + HOUR)
    with assert_refused("deal_changed"):
        undo_move(deal=deal, by=rita, at=at + HOUR, expected_version=moved.version)


def test_undo_move_when_the_last_act_was_none_is_refused(deal, rita, at):
    with assert_refused("no_move"):
        undo_move(deal=deal, by=rita, at=at, expected_version=1)
    move_deal(deal=deal, to=stage("Prove"), by=rita, at=at + HOUR)
    edited = edit_deal(deal=deal, facts={"amount": 7}, by=rita, at=at + HOUR)
    with assert_refused("no_move"):
        undo_move(deal=deal, by=rita, at=at + HOUR, expected_version=edited.version)


@pytest.mark.parametrize("close", [win_deal, lose_deal])
def test_undo_move_does_not_take_a_reopening_back(deal, rita, at, close):
    reason = won_for() if close is win_deal else lost_for()
    closed = close(deal=deal, reason=reason, by=rita, at=at + HOUR)
    said = {"next_step": "Call", "next_step_date": date(2026, 3, 5)}
    reopened = reopen_deal(deal=closed, to=stage("Prove"), **said, by=rita, at=at + HOUR)
    with assert_refused("no_move"):
        undo_move(deal=deal, by=rita, at=at + HOUR, expected_version=reopened.version)


def test_undo_move_of_a_closed_deal_is_refused(deal, rita, at):
    won = win_deal(deal=deal, reason=won_for(), by=rita, at=at + HOUR)
    with assert_refused("closed"):
        undo_move(deal=deal, by=rita, at=at + HOUR, expected_version=won.version)


def test_a_loss_is_taken_back_only_while_it_is_the_last_act(deal, rita, at):
    lost = lose_deal(deal=deal, reason=lost_for(), by=rita, at=at + HOUR)
    again = {"next_step": "Call", "next_step_date": date(2026, 3, 9)}
    step = {**again, "paused_until": None}
    opened = reopen_deal(deal=lost, to=stage("Qualify"), by=rita, at=at + 2 * HOUR, **again)
    with assert_refused("deal_changed"):
        undo_closing(deal=opened, by=rita, at=at + 3 * HOUR, expected_version=lost.version, **step)
    with assert_refused("not_closed", says="was not its win or loss"):
        undo_closing(deal=opened, by=rita, at=at + 3 * HOUR, expected_version=opened.version, **step)
    assert Deal.objects.get().version == opened.version
