"""Plans meetings that lie ahead, and says of each that it was held, or why it was not."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from pipeline.choices import PLANNED_KINDS, MeetingState
from pipeline.domain.activities import MINUTES_OF_A_DAY, log_activity, take_activity_back
from pipeline.domain.history import lock_deal
from pipeline.domain.moves import require_open
from pipeline.domain.next_steps import put_next_step, put_step_back
from pipeline.models import Contact, Deal, PlannedMeeting
from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.log import append
from salesmgmt.people.models import Company
from salesmgmt.web.domain.undoing import offer_undo

HALF_AN_HOUR = 30
_STEP = ("next_step", "next_step_date", "paused_until")


@transaction.atomic
def plan_meeting(  # noqa: PLR0913  # each is a fact of the meeting
    *,
    deal: Deal,
    kind: str,
    starts_at: datetime,
    by: User,
    at: datetime,
    minutes: int | None = None,
    contact: Contact | None = None,
    about: str = "",
    as_next_step: bool = True,
) -> PlannedMeeting:
    """Plans a call, meeting or demo with somebody for an open deal; whoever plans it holds it. It becomes the deal's
    next step, due on its day, unless another is to stay."""
    deal = lock_deal(deal=deal, by=by)
    require_open(deal)
    meeting = PlannedMeeting(deal=deal, kind=kind, user=by, contact=contact, starts_at=starts_at, planned_at=at)
    meeting.minutes, meeting.about = minutes or HALF_AN_HOUR, about.strip()
    _refuse_unfit(meeting, at=at)
    day = Company.objects.current().day_of(starts_at)
    if as_next_step:
        meeting.step = (f"{meeting}: {meeting.about}" if meeting.about else str(meeting))[:200]
        put_next_step(deal=deal, next_step=meeting.step, next_step_date=day, by=by, at=at)
    elif not deal.next_step:
        raise Refused(
            f"{deal.name} has no next step; let the meeting be it, or say what comes first.",
            code="next_step",
            field="as_next_step",
        )
    meeting.save()
    payload = {"meeting_id": meeting.pk, "activity": meeting.kind, "starts_at": starts_at, "minutes": meeting.minutes}
    append(kind="deal.meeting_planned", subject=deal, by=by, at=at, payload=payload)
    return meeting


@transaction.atomic
def hold_meeting(
    *,
    meeting: PlannedMeeting,
    by: User,
    at: datetime,
    outcome: str = "",
    minutes: int | None = None,
    note: str = "",
    next_step: str = "",
    next_step_date: date | None = None,
) -> PlannedMeeting:
    """It took place: it becomes the activity that it was, at the time for which it was planned, with what came of it; a
    deal of which it was the next step says what comes next. It can be taken back for a while."""
    deal, meeting = _planned(meeting, by=by)
    if meeting.user_id != by.pk:
        raise Refused(
            f"{meeting} is {meeting.user.name}’s to hold; log what you did yourself as an activity.",
            code="not_yours",
        )
    if meeting.starts_at > at:
        raise Refused(
            f"{meeting} has not begun; hold it from its time on, or cancel it and log what happened.",
            code="future_activity",
        )
    meeting.activity = log_activity(
        deal=deal,
        kind=meeting.kind,
        happened_at=meeting.starts_at,
        minutes=minutes or meeting.minutes,
        outcome=outcome,
        note=note,
        contact=meeting.contact,
        by=by,
        at=at,
    )
    meeting.state, meeting.closed_at = MeetingState.HELD, at
    meeting.save()
    append(kind="deal.meeting_held", subject=deal, by=by, at=at, payload={"meeting_id": meeting.pk})
    after = _go_on(deal, meeting, next_step, next_step_date, by=by, at=at)
    _offer("pipeline.hold_meeting", meeting, deal, after, by=by, at=at)
    return meeting


@transaction.atomic
def cancel_meeting(
    *,
    meeting: PlannedMeeting,
    reason: str,
    by: User,
    at: datetime,
    next_step: str = "",
    next_step_date: date | None = None,
) -> PlannedMeeting:
    """It does not take place, for a reason that is kept; a deal of which it was the next step says what comes next."""
    deal, meeting = _planned(meeting, by=by)
    if not reason.strip():
        raise Refused("A meeting is cancelled for a reason; say why.", code="reason", field="reason")
    meeting.state, meeting.closed_at, meeting.reason = MeetingState.CANCELLED, at, reason.strip()
    meeting.save()
    append(kind="deal.meeting_cancelled", subject=deal, by=by, at=at, payload={"meeting_id": meeting.pk})
    after = _go_on(deal, meeting, next_step, next_step_date, by=by, at=at)
    _offer("pipeline.cancel_meeting", meeting, deal, after, by=by, at=at)
    return meeting


@transaction.atomic
def plan_again(
    *, meeting: PlannedMeeting, before: Mapping[str, Any] | None, by: User, at: datetime, expected_version: int
) -> PlannedMeeting:
    """Takes a cancellation back: the meeting is planned as it was, and its deal has the next step that it had
    `before`, where the cancelling said another. Raises DealChanged when the deal was changed since."""
    deal = lock_deal(deal=meeting.deal, by=by, expected_version=expected_version)
    meeting = PlannedMeeting.objects.select_related("contact", "deal").get(pk=meeting.pk)
    if meeting.state != MeetingState.CANCELLED:
        raise Refused(f"{meeting} is not cancelled; look at {deal.name} again.", code="meeting_open")
    meeting.state, meeting.closed_at, meeting.reason = MeetingState.PLANNED, None, ""
    meeting.save()
    append(kind="deal.meeting_planned_again", subject=deal, by=by, at=at, payload={"meeting_id": meeting.pk})
    _step_again(deal, before, by=by, at=at)
    return meeting


@transaction.atomic
def undo_holding(
    *, meeting: PlannedMeeting, before: Mapping[str, Any] | None, by: User, at: datetime, expected_version: int
) -> PlannedMeeting:
    """Takes back that it was held: it is planned as it was, the activity that it became is gone, and its deal has the
    next step that it had `before`. Raises DealChanged when the deal was changed since, and Refused when somebody relies
    on the activity."""
    deal = lock_deal(deal=meeting.deal, by=by, expected_version=expected_version)
    meeting = PlannedMeeting.objects.select_related("contact", "deal", "activity").get(pk=meeting.pk)
    activity = meeting.activity
    if activity is None:
        raise Refused(f"{meeting} is not held; look at {deal.name} again.", code="meeting_open")
    meeting.state, meeting.closed_at, meeting.activity = MeetingState.PLANNED, None, None
    meeting.save()
    take_activity_back(activity=activity, by=by, at=at)
    append(kind="deal.meeting_hold_undone", subject=deal, by=by, at=at, payload={"meeting_id": meeting.pk})
    _step_again(deal, before, by=by, at=at)
    return meeting


def _offer(verb: str, meeting: PlannedMeeting, deal: Deal, after: Deal, *, by: User, at: datetime) -> None:
    """The way back to the deal as it was, from what it is `after` the meeting ended."""
    was = {"next_step": deal.next_step, **{name: _day_said(getattr(deal, name)) for name in _STEP[1:]}}
    before = was if after.version != deal.version else None
    params = {"meeting_id": meeting.pk, "version": after.version, "before": before}
    offer_undo(verb=verb, subject=deal, params=params, by=by, at=at)


def _step_again(deal: Deal, before: Mapping[str, Any] | None, *, by: User, at: datetime) -> None:
    if before is not None:
        days = {name: before[name] and date.fromisoformat(before[name]) for name in _STEP[1:]}
        put_step_back(deal=deal, next_step=before["next_step"], **days, by=by, at=at, expected_version=deal.version)


def _go_on(deal: Deal, meeting: PlannedMeeting, step: str, day: date | None, *, by: User, at: datetime) -> Deal:
    """The deal as it is then."""
    if not deal.is_open:
        return deal
    if step.strip() or day is not None:
        return put_next_step(deal=deal, next_step=step, next_step_date=day, by=by, at=at)
    if meeting.step and deal.next_step == meeting.step:
        raise Refused(
            f"{meeting} was the next step of {deal.name}; say what comes next, and by when.",
            code="next_step",
            field="next_step",
        )
    return deal


def _day_said(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _planned(meeting: PlannedMeeting, *, by: User) -> tuple[Deal, PlannedMeeting]:
    """Its deal, locked, and the meeting as it is then."""
    deal = lock_deal(deal=meeting.deal, by=by)
    found = PlannedMeeting.objects.select_related("contact", "user").get(pk=meeting.pk)
    if found.state != MeetingState.PLANNED:
        raise Refused(
            f"{found} is {found.get_state_display().lower()} already; look at {deal.name} again.", code="meeting_closed"
        )
    return deal, found


def _refuse_unfit(meeting: PlannedMeeting, *, at: datetime) -> None:
    if meeting.kind not in dict(PLANNED_KINDS):
        raise Refused("One plans a call, a meeting or a demo; an e-mail is a next step.", code="kind", field="kind")
    if meeting.starts_at <= at:
        raise Refused(
            "A meeting is planned before it begins; log what has happened as an activity.",
            code="past_meeting",
            field="starts_at",
        )
    contact = meeting.contact
    if contact is not None and contact.account_id != meeting.deal.account_id:
        raise Refused(
            f"{contact} belongs to another account; choose a contact of this deal's account.", field="contact"
        )
    if not 1 <= meeting.minutes <= MINUTES_OF_A_DAY:
        raise Refused(
            "A meeting lasts between 1 minute and a day; correct the minutes.",
            code="a_meeting_lasts_up_to_a_day",
            field="minutes",
        )
