from hiring.domain import interviews
from hiring.domain.endings import reject
from hiring.domain.scorecards import save_draft
from hiring.models import CandidateMail, Interview, Scorecard
from hiring.queries.interviews import missing_seats
from tests.hiring_rows import DAY, HOUR, card_facts, hiring_stage, make_interview, submit
from tests.pipeline.evidence import last_event
from tests.refusals import all_rows, assert_refused


def panel(interview) -> list[str]:
    return sorted(seat.user.short_name for seat in interview.panel.all())


def test_plan_interview_seats_the_panel_in_the_stage(interview, candidacy, cast, at):
    assert (interview.stage, interview.minutes, interview.state) == (hiring_stage("Applied"), 45, "PLANNED")
    assert panel(interview) == ["Ivan", "Max"]
    payload = {
        "candidacy_id": candidacy.pk,
        "stage_id": hiring_stage("Applied").pk,
        "scheduled_at": "2026-03-02T10:00:00+00:00",
        "panel_ids": [cast.ivan.pk, cast.max.pk],
    }
    assert last_event() == ("interview.planned", "hiring.interview", interview.pk, cast.max.pk, payload)


def test_plan_interview_refuses_an_empty_panel_strangers_and_odd_minutes(candidacy, cast, at):
    given = {"candidacy": candidacy, "scheduled_at": at + DAY, "by": cast.max, "at": at}
    with assert_refused("refused", "panel", says="choose at least one"):
        interviews.plan_interview(panel=[], **given)
    with assert_refused("refused", "panel", says="Rita Sandoval does not interview"):
        interviews.plan_interview(panel=[cast.ivan, cast.rita], **given)
    with assert_refused("an_interview_lasts_5_to_480_minutes", "minutes"):
        interviews.plan_interview(panel=[cast.ivan], minutes=481, **given)
    with assert_refused("not_allowed"):
        interviews.plan_interview(panel=[cast.ivan], **{**given, "by": cast.ivan})
    reject(candidacy=candidacy, reason="No", by=cast.max, at=at)
    with assert_refused("closed"):
        interviews.plan_interview(panel=[cast.ivan], **given)


def test_reschedule_changes_what_is_given(interview, cast, at):
    moved = interviews.reschedule(interview=interview, scheduled_at=at + DAY, place="Room 2", by=cast.max, at=at)
    assert (moved.scheduled_at, moved.minutes, moved.place, moved.version) == (at + DAY, 45, "Room 2", 2)
    before = all_rows()
    interviews.reschedule(interview=moved, scheduled_at=at + DAY, by=cast.max, at=at)
    assert all_rows() == before
    with assert_refused("conflict"):
        interviews.reschedule(interview=moved, scheduled_at=at, by=cast.max, at=at, expected_version=1)


def test_cancel_ends_what_is_owed(interview, cast, at):
    assert interviews.cancel(interview=interview, by=cast.max, at=at).state == "CANCELLED"
    for act in (interviews.cancel, interviews.mark_held):
        with assert_refused("not_planned", says="was cancelled"):
            act(interview=interview, by=cast.max, at=at + DAY)
    with assert_refused("not_planned"):
        save_draft(interview=interview, facts=card_facts(), by=cast.ivan, at=at + DAY)
    with assert_refused("not_planned"):
        interviews.change_panel(interview=interview, panel=[cast.ivan], by=cast.max, at=at)


def test_what_did_not_take_place_is_said_afterwards_and_the_candidate_gets_no_mail(candidacy, cast, at):
    missed = interviews.plan_by_hand(
        candidacy=candidacy, scheduled_at=at + HOUR, panel=[cast.max], by=cast.max, at=at, invite=True
    )
    assert interviews.cancel(interview=missed, by=cast.max, at=at + DAY).state == "CANCELLED"
    assert [mail.kind for mail in CandidateMail.objects.all()] == ["INVITED"]
    assert list(missing_seats(begun_before=at + DAY)) == []


def test_nobody_opens_others_scorecards_by_saying_that_their_own_did_not_take_place(interview, candidacy, cast, at):
    submit(interview, cast.ivan)
    second = make_interview(candidacy, cast.max, [cast.max], scheduled_at=at + 3 * HOUR)
    submit(interview, cast.max)
    with assert_refused("own_seat", says="Others' scorecards would open to you"):
        interviews.cancel(interview=second, by=cast.max, at=at + DAY)
    assert interviews.cancel(interview=second, by=cast.rosa, at=at + DAY).state == "CANCELLED"


def test_mark_held_is_also_for_who_sat_in_it_and_once_it_has_begun(interview, cast, at):
    with assert_refused("to_come"):
        interviews.mark_held(interview=interview, by=cast.ivan, at=at)
    with assert_refused("not_allowed"):
        interviews.mark_held(interview=interview, by=cast.mona, at=at + 2 * HOUR)
    assert interviews.mark_held(interview=interview, by=cast.ivan, at=at + 2 * HOUR).state == "HELD"
    before = all_rows()
    interviews.mark_held(interview=interview, by=cast.ivan, at=at + 2 * HOUR)
    assert all_rows() == before


def test_interview_that_was_held_is_not_cancelled(interview, cast, at):
    submit(interview, cast.ivan)
    with assert_refused("not_planned", says="was held"):
        interviews.cancel(interview=interview, by=cast.max, at=at + DAY)


def test_change_panel_takes_drafts_along(interview, cast, at):
    save_draft(interview=interview, facts=card_facts(), by=cast.ivan, at=at)
    changed = interviews.change_panel(interview=interview, panel=[cast.max, cast.rosa], by=cast.max, at=at)
    assert panel(changed) == ["Max", "Rosa"]
    assert not Scorecard.objects.exists()


def test_change_panel_keeps_who_has_written(interview, cast, at):
    submit(interview, cast.ivan)
    with assert_refused("has_written", says="Ivan Ilic has submitted a scorecard"):
        interviews.change_panel(interview=interview, panel=[cast.max], by=cast.max, at=at + DAY)


def test_nobody_takes_themselves_off_a_panel_once_the_interview_was(interview, cast, at):
    """Else one who owes a scorecard would read the others' first."""
    with assert_refused("own_seat"):
        interviews.change_panel(interview=interview, panel=[cast.ivan], by=cast.max, at=at + HOUR)
    assert panel(interviews.change_panel(interview=interview, panel=[cast.ivan], by=cast.rosa, at=at + HOUR)) == [
        "Ivan"
    ]


def test_change_panel_refuses_an_empty_one_and_strangers(interview, cast, at):
    with assert_refused("refused", "panel"):
        interviews.change_panel(interview=interview, panel=[], by=cast.max, at=at)
    with assert_refused("refused", "panel"):
        interviews.change_panel(interview=interview, panel=[cast.max, cast.sam], by=cast.max, at=at)


def test_rejecting_cancels_what_was_planned_only(interview, candidacy, cast, at):
    submit(interview, cast.ivan)
    make_interview(candidacy, cast.max, [cast.ivan], scheduled_at=at + DAY)
    reject(candidacy=candidacy, reason="No", by=cast.max, at=at + 3 * HOUR)
    assert list(Interview.objects.order_by("pk").values_list("state", flat=True)) == ["HELD", "CANCELLED"]
