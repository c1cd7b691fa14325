"""Meetings that lie ahead: no selling time yet, the next step of their deal, an activity once they were held."""

from datetime import timedelta

import pytest

from pipeline.domain.accounts import add_contact
from pipeline.domain.activities import log_activity
from pipeline.domain.closing import lose_deal
from pipeline.domain.next_steps import set_next_step
from pipeline.domain.planned_meetings import cancel_meeting, hold_meeting, plan_meeting
from pipeline.models import Activity, Deal, PlannedMeeting
from salesmgmt.events.models import Event
from salesmgmt.web.domain.undoing import take_back
from salesmgmt.web.models import Undo
from tests.pipeline.evidence import last_event
from tests.pipeline_rows import lost_for, make_deal
from tests.refusals import all_rows, assert_breaks, assert_refused

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def deal(process, rita):
    return make_deal(rita)


@pytest.fixture
def cleo(deal, rita, at):
    return add_contact(account=deal.account, name="Cleo", by=rita, at=at)


def planned(deal, by, at, **said) -> PlannedMeeting:
    return plan_meeting(deal=deal, **{"kind": "MEETING", "starts_at": at + DAY} | said, by=by, at=at)


def test_a_meeting_is_the_next_step_and_no_activity_until_it_was_held(deal, cleo, rita, at):
    meeting = planned(deal, rita, at, contact=cleo, about="Terms", minutes=45)
    assert last_event()[0] == "deal.meeting_planned"
    deal.refresh_from_db()
    assert (deal.next_step, deal.next_step_date) == ("Meeting with Cleo: Terms", (at + DAY).date())
    assert (Activity.objects.count(), meeting.state) == (0, "PLANNED")
    with assert_refused("future_activity", says="has not begun"):
        hold_meeting(meeting=meeting, by=rita, at=at + HOUR)
    with assert_refused("next_step", "next_step", says="was the next step of Helix Robotics; say what comes next"):
        hold_meeting(meeting=meeting, outcome="AGREED", by=rita, at=at + DAY + HOUR)
    after = {"next_step": "Send the offer", "next_step_date": (at + 3 * DAY).date()}
    held = hold_meeting(meeting=meeting, outcome="AGREED", note=" They want it ", by=rita, at=at + DAY + HOUR, **after)
    activity = Activity.objects.get()
    assert (held.state, held.activity, held.closed_at) == ("HELD", activity, at + DAY + HOUR)
    assert (activity.happened_at, activity.minutes, activity.outcome) == (at + DAY, 45, "AGREED")
    assert (activity.contact, activity.user, activity.note) == (cleo, rita, "They want it")
    assert Deal.objects.get().next_step == "Send the offer"
    with assert_refused("meeting_closed", says="is held already"):
        cancel_meeting(meeting=meeting, reason="Ill", by=rita, at=at + 2 * DAY)


def test_a_meeting_is_cancelled_for_a_reason_and_another_step_stays(deal, rita, cast, at):
    before = deal.next_step
    meeting = planned(deal, rita, at, as_next_step=False)
    assert Deal.objects.get().next_step == before
    with assert_refused("reason", "reason", says="say why"):
        cancel_meeting(meeting=meeting, reason=" ", by=rita, at=at)
    with assert_refused("not_yours", says="Rita Sandoval’s to hold"):
        hold_meeting(meeting=meeting, by=cast.max, at=at + 2 * DAY)
    gone = cancel_meeting(meeting=meeting, reason="They are ill", by=cast.max, at=at + HOUR)
    assert (gone.state, gone.reason, gone.activity) == ("CANCELLED", "They are ill", None)
    assert (Activity.objects.count(), Deal.objects.get().next_step) == (0, before)


def test_a_closed_deal_needs_no_next_step_when_its_meeting_ends(deal, rita, at):
    meeting = planned(deal, rita, at)
    lose_deal(deal=Deal.objects.get(), reason=lost_for(), by=rita, at=at + HOUR)
    assert cancel_meeting(meeting=meeting, reason="Lost", by=rita, at=at + HOUR).state == "CANCELLED"
    with assert_refused("closed", says="reopen it first"):
        planned(Deal.objects.get(), rita, at)


@pytest.mark.parametrize(
    ("said", "code", "field", "says"),
    [
        ({"kind": "EMAIL"}, "kind", "kind", "an e-mail is a next step"),
        ({"starts_at": "now"}, "past_meeting", "starts_at", "log what has happened as an activity"),
        ({"contact": "other"}, "refused", "contact", "belongs to another account"),
        ({"minutes": 1441}, "a_meeting_lasts_up_to_a_day", "minutes", "between 1 minute and a day"),
    ],
)
def test_what_cannot_be_planned_is_said(deal, rita, at, said, code, field, says):
    other = add_contact(account=make_deal(rita, "Alba").account, name="Oda", by=rita, at=at)
    said = {name: {"now": at, "other": other}.get(value, value) for name, value in said.items()}
    with assert_refused(code, field, says=says):
        planned(deal, rita, at, **said)


def test_a_future_activity_is_refused_and_pointed_to_planning(deal, rita, at):
    with assert_refused("future_activity", "happened_at", says="plan what is to come as a meeting on its deal"):
        log_activity(deal=deal, kind="MEETING", happened_at=at + HOUR, by=rita, at=at)


def test_the_database_holds_how_a_meeting_ended(deal, rita, at):
    meeting = PlannedMeeting.objects.filter(pk=planned(deal, rita, at).pk)
    for facts in ({"state": "HELD", "closed_at": at}, {"state": "CANCELLED", "closed_at": at}, {"reason": "Ill"}):
        with assert_breaks("a_planned_meeting_says_how_it_ended"):
            meeting.update(**facts)
    with assert_breaks("a_meeting_is_planned_before_it_begins"):
        meeting.update(starts_at=at)
    with assert_breaks("a_planned_meeting_is_a_meeting"):
        meeting.update(kind="NOTE")


def test_a_cancellation_is_taken_back_with_the_step_that_the_deal_had(deal, rita, at):
    meeting = planned(deal, rita, at)
    said = {"next_step": "Call", "next_step_date": (at + DAY).date()}
    cancel_meeting(meeting=meeting, reason="Ill", by=rita, at=at + HOUR, **said)
    undo = Undo.objects.get(verb="pipeline.cancel_meeting")
    take_back(undo=undo, by=rita, at=at + HOUR)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.reason, Deal.objects.get().next_step) == ("PLANNED", "", "Meeting")
    cancel_meeting(meeting=meeting, reason="Ill", by=rita, at=at + 2 * HOUR, **said)
    set_next_step(deal=deal, next_step="Write", next_step_date=(at + DAY).date(), by=rita, at=at + 2 * HOUR)
    with assert_refused("deal_changed", says="changed by somebody else"):
        take_back(undo=Undo.objects.filter(verb="pipeline.cancel_meeting").latest("pk"), by=rita, at=at + 2 * HOUR)


def test_holding_is_taken_back_with_the_activity_and_the_step_that_the_deal_had(deal, rita, cast, at):
    meeting, later = planned(deal, rita, at), at + DAY + HOUR
    said = {"next_step": "Call", "next_step_date": (at + 3 * DAY).date()}
    hold_meeting(meeting=meeting, by=rita, at=later, **said)
    take_back(undo=Undo.objects.get(verb="pipeline.hold_meeting"), by=rita, at=later)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.activity, meeting.closed_at) == ("PLANNED", None, None)
    assert (Activity.objects.count(), Deal.objects.get().next_step) == (0, "Meeting")
    assert Event.objects.filter(kind="deal.meeting_hold_undone").get().payload == {"meeting_id": meeting.pk}
    hold_meeting(meeting=meeting, by=rita, at=later, **said)
    undo = Undo.objects.filter(verb="pipeline.hold_meeting").latest("pk")
    Activity.objects.update(verified_by=cast.max, verified_at=later)
    before = all_rows()
    with assert_refused("relied_on", says="Somebody relies on this activity"):
        take_back(undo=undo, by=rita, at=later)
    assert all_rows() == before
    set_next_step(deal=deal, next_step="Write", next_step_date=(at + 3 * DAY).date(), by=rita, at=later)
    with assert_refused("deal_changed", says="changed by somebody else"):
        take_back(undo=undo, by=rita, at=later)
    meeting.refresh_from_db()
    assert (meeting.state, Activity.objects.count()) == ("HELD", 1)
