"""What candidates do by the link that they have: book, move and call off an interview."""

from datetime import datetime, timedelta

from django.db import transaction

from hiring.choices import BookingMailKind, BookingWho, InterviewState
from hiring.domain.interviews import call_off, move_interview, place_interview
from hiring.domain.invitations import tell_of
from hiring.domain.seating import lock_people
from hiring.models import BookingLink, Candidacy, Interview, Panelist
from hiring.queries.booking_times import people_of, times_of
from hiring.queries.link_tokens import BOOKING, read_token
from salesmgmt.accounts.models import User
from salesmgmt.common.constraints import refusing_invalid
from salesmgmt.common.problems import Conflict, Refused
from salesmgmt.people.validators import validate_zone


class SlotTaken(Conflict):
    """Somebody else has that time now, or the notice for it is over."""

    code = "slot_taken"


def link_of(token: str) -> BookingLink | None:
    """The link that a token is for, whatever became of it; None for one that we did not make."""
    signed = read_token(token, BOOKING)
    if signed is None:
        return None
    named = ("candidacy__candidate", "candidacy__profile__role_profile", "stage", "made_by", "interview")
    return BookingLink.objects.filter(pk=signed[0]).select_related(*named).first()


def why_not_bookable(link: BookingLink, *, at: datetime) -> str:
    """In a sentence why nothing can be booked by this link; empty where something can."""
    if link.interview is not None:
        return "This link was used already: the interview is booked."
    if link.revoked_at is not None:
        return "This link does not work any more; write to who sent it."
    if at >= link.expires_at:
        return "The time for choosing is over; write to who sent you the link."
    if not link.candidacy.is_open or link.stage.retired_at is not None:
        return "There is nothing to book here any more; write to who sent you the link."
    return ""


def why_not_changeable(link: BookingLink, *, at: datetime) -> str:
    """In a sentence why what was booked can no longer be moved or called off by the candidate."""
    interview = link.interview
    if interview is None:
        return "Nothing is booked by this link yet; choose a time first."
    if interview.state != InterviewState.PLANNED:
        return f"This interview was {interview.get_state_display().lower()}; write to who sent you the link."
    if at >= interview.scheduled_at - timedelta(hours=link.change_hours):
        return (
            f"It can be changed up to {link.change_hours} hours before, which is over; write to who sent you the link."
        )
    return ""


@transaction.atomic
def book(*, token: str, start: datetime, zone: str, at: datetime) -> Interview:
    """Takes a slot that the link offers, for whoever is free then; twice is once. Raises SlotTaken when it is gone."""
    link = _lock(token)
    booked = link.interview
    if booked is not None and (booked.state, booked.scheduled_at) == (InterviewState.PLANNED, start):
        return booked
    _require(why_not_bookable(link, at=at))
    panel = _panel_at(link, start, at)
    interview = Interview(
        candidacy=link.candidacy, stage=link.stage, scheduled_at=start, minutes=link.minutes, place=link.place
    )
    place_interview(interview, panel, by=None, at=at)
    link.interview = interview
    _keep(link, zone)
    tell_of(interview, BookingMailKind.BOOKED, by=None, at=at)
    return interview


@transaction.atomic
def move(*, token: str, start: datetime, zone: str, at: datetime) -> Interview:
    """Gives what was booked another of the link's slots; of a pool the same person, if free then."""
    link = _lock(token)
    _require(why_not_changeable(link, at=at))
    interview = _lock_interview(link, at)
    if interview.scheduled_at == start:
        return interview
    panel = _panel_at(link, start, at)
    _seat(interview, panel)
    _keep(link, zone)
    return move_interview(interview, start, by=None, at=at)


@transaction.atomic
def cancel(*, token: str, at: datetime) -> Interview:
    """The candidate calls it off; again changes nothing."""
    link = _lock(token)
    if link.interview is not None and link.interview.state == InterviewState.CANCELLED:
        return link.interview
    _require(why_not_changeable(link, at=at))
    return call_off(_lock_interview(link, at), by=None, at=at)


def _lock(token: str) -> BookingLink:
    """The link and its candidacy, locked and fresh."""
    known = link_of(token)
    if known is None:
        raise Refused("This link is not complete; open the one that you were sent.", code="booking_link")
    link = BookingLink.objects.select_for_update(no_key=True).get(pk=known.pk)
    link.candidacy = Candidacy.objects.select_for_update().get(pk=link.candidacy_id)
    return link


def _lock_interview(link: BookingLink, at: datetime) -> Interview:
    interview = Interview.objects.select_for_update().get(pk=link.interview_id)
    link.interview = interview
    _require(why_not_changeable(link, at=at))
    return interview


def _panel_at(link: BookingLink, start: datetime, at: datetime) -> list[User]:
    """Who sits in it, locked, so that nobody takes them meanwhile."""
    people = {person.pk: person for person in lock_people(people_of(link))}
    slot = next((slot for slot in times_of(link, at=at, only=start) if slot.start == start), None)
    if slot is None:
        raise SlotTaken("This time was just taken; choose another one.")
    if link.who == BookingWho.PANEL:
        return [people[key] for key in slot.members]
    seated = set(Panelist.objects.filter(interview=link.interview_id).values_list("user_id", flat=True))
    chosen = next((key for key in slot.members if key in seated), slot.members[0])
    return [people[chosen]]


def _seat(interview: Interview, panel: list[User]) -> None:
    wanted = {person.pk for person in panel}
    interview.panel.exclude(user__in=wanted).delete()
    known = set(interview.panel.values_list("user_id", flat=True))
    Panelist.objects.bulk_create(Panelist(interview=interview, user_id=pk) for pk in sorted(wanted - known))


def _keep(link: BookingLink, zone: str) -> None:
    with refusing_invalid(field="zone"):
        validate_zone(zone)
    link.zone = zone
    link.save(update_fields=["interview", "zone"])


def _require(sentence: str) -> None:
    if sentence:
        raise Refused(sentence, code="booking_over")
