"""The calendar files of interviews (RFC 5545): invitations to candidates, and the feed of somebody who interviews."""

from datetime import datetime, timedelta

from django.urls import reverse
from icalendar import Event, vCalAddress, vText

from hiring.choices import InterviewState
from hiring.models import BookingLink, CandidateMail, Interview
from hiring.queries.interviews import seats_of
from hiring.queries.link_tokens import booking_token
from salesmgmt.accounts.models import User
from salesmgmt.outbox.mail import address_of
from salesmgmt.people.models import Company
from salesmgmt.web.calendar_files import calendar_file, timed_event

FEED_SINCE = timedelta(days=90)


def invitation_of(link: BookingLink, *, sequence: int, at: datetime, method: str) -> bytes:
    """The appointment for the candidate's calendar; the same UID in every version of it."""
    if link.interview is None:
        raise LookupError(f"Nothing was booked by link {link.pk} yet.")
    event = _invitation(link.interview, link.made_by, sequence, at, method)
    address = address_of(reverse("book:page", args=[booking_token(link)]))
    event.add("description", f"Move or call it off: {address}")
    return _calendar([event], method=method)


def invitation_by_hand(mail: CandidateMail, *, method: str) -> bytes:
    """The appointment of an interview that one of us planned for the candidate."""
    if mail.interview is None or mail.by is None:
        raise LookupError(f"Mail {mail.pk} is about no interview that somebody planned.")
    return _calendar([_invitation(mail.interview, mail.by, mail.number, mail.made_at, method)], method=method)


def feed_of(user: User, *, at: datetime) -> bytes:
    """One person's interviews from a while ago on, without a word that anybody wrote."""
    seats = seats_of(user).filter(interview__scheduled_at__gte=at - FEED_SINCE)
    events = []
    for seat in seats:
        interview = seat.interview
        event = _event(interview, f"{interview.stage}: {interview.candidacy.candidate}", at)
        event.add("sequence", interview.version)
        event.add("url", address_of(reverse("hiring:scorecard", args=[interview.pk])))
        events.append(event)
    return _calendar(events)


def feed_address(secret: str) -> str:
    return address_of(reverse("book:feed", args=[secret]))


def _invitation(interview: Interview, organizer: User, sequence: int, at: datetime, method: str) -> Event:
    candidate, profile = interview.candidacy.candidate, interview.candidacy.profile
    event = _event(interview, f"Interview: {profile} at {Company.objects.current().name}", at)
    event.add("sequence", sequence)
    event.add("organizer", _person(organizer.email, organizer.name))
    if candidate.email:
        event.add("attendee", _person(candidate.email, candidate.name))
    if method == "CANCEL":
        event["status"] = vText("CANCELLED")
    return event


def _event(interview: Interview, summary: str, at: datetime) -> Event:
    uid = f"interview-{interview.pk}"
    event = timed_event(uid, summary, start=interview.scheduled_at, end=interview.ends_at, at=at)
    if interview.place:
        event.add("location", interview.place)
    is_off = interview.state == InterviewState.CANCELLED
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    return event


def _person(email: str, name: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{email}")
    address.params["CN"] = vText(name)
    return address


def _calendar(events: list[Event], *, method: str = "") -> bytes:
    return calendar_file(events, what="Interviews", method=method)
