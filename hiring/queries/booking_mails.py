"""What candidates are told about a booking, and the calendar files of interviews (RFC 5545)."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core import signing
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from icalendar import Calendar, Event, vCalAddress, vText

from hiring.choices import BookingMailKind, InterviewState
from hiring.models import BookingLink, BookingMail, Interview
from hiring.queries.interviews import seats_of
from salesmgmt.accounts.models import User
from salesmgmt.outbox.mail import address_of
from salesmgmt.people.models import Company

SALT = "hiring.booking"
FEED_SINCE = timedelta(days=90)
_SUBJECTS = {
    BookingMailKind.LINK: "Choose a time for your interview: {profile} at {company}",
    BookingMailKind.BOOKED: "Your interview: {profile} at {company}",
    BookingMailKind.MOVED: "Another time for your interview: {profile} at {company}",
    BookingMailKind.CANCELLED: "Called off: your interview for {profile} at {company}",
}


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail ready to leave; `calendar` is empty where there is no appointment to speak of."""

    to: str
    reply_to: str
    subject: str
    body: str
    calendar: bytes = b""
    method: str = ""


def link_token(link: BookingLink) -> str:
    """What the address of a booking link ends in."""
    return signing.dumps([link.pk], salt=SALT)


def link_address(link: BookingLink) -> str:
    return address_of(reverse("book:page", args=[link_token(link)]))


def letter_of(mail: BookingMail) -> Letter | None:
    """None where the candidate has no address, or the interview is gone."""
    links = BookingLink.objects.select_related(
        "candidacy__candidate", "candidacy__profile__role_profile", "made_by", "interview", "stage"
    )
    link = links.get(pk=mail.link_id)
    candidate, company = link.candidacy.candidate, Company.objects.current()
    kind = BookingMailKind(mail.kind)
    if not candidate.email or (kind != BookingMailKind.LINK and link.interview is None):
        return None
    zone = link.zone or company.zone
    when = link.interview.scheduled_at.astimezone(ZoneInfo(zone)) if link.interview else None
    context = {"link": link, "kind": kind, "when": when, "zone": zone, "company": company, "url": link_address(link)}
    subject = _SUBJECTS[kind].format(profile=link.candidacy.profile, company=company.name)
    body = render_to_string("hiring/booking/mail.txt", context)
    if kind == BookingMailKind.LINK:
        return Letter(candidate.email, link.made_by.email, " ".join(subject.split()), body)
    method = "CANCEL" if kind == BookingMailKind.CANCELLED else "REQUEST"
    file = invitation_of(link, sequence=mail.sequence, at=mail.made_at, method=method)
    return Letter(candidate.email, link.made_by.email, " ".join(subject.split()), body, file, method)


def invitation_of(link: BookingLink, *, sequence: int, at: datetime, method: str) -> bytes:
    """The appointment for the candidate's calendar; the same UID in every version of it."""
    interview, candidate = link.interview, link.candidacy.candidate
    if interview is None:
        raise LookupError(f"Nothing was booked by link {link.pk} yet.")
    event = _event(interview, f"Interview: {link.candidacy.profile} at {Company.objects.current().name}", at)
    event.add("sequence", sequence)
    event.add("organizer", _person(link.made_by.email, link.made_by.name))
    if candidate.email:
        event.add("attendee", _person(candidate.email, candidate.name))
    event.add("description", f"Move or call it off: {link_address(link)}")
    if method == "CANCEL":
        event["status"] = vText("CANCELLED")
    return _calendar([event], method=method)


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


def mails_seen_by(person: User) -> QuerySet[BookingMail]:
    """What candidates did, for notices about it."""
    seen = BookingMail.objects.visible_to(person).filter(by__isnull=True)
    return seen.select_related("link__candidacy__candidate", "link__stage", "link__interview")


def _event(interview: Interview, summary: str, at: datetime) -> Event:
    event = Event()
    event.add("uid", f"interview-{interview.pk}@{settings.MESSAGE_ID_DOMAIN}")
    event.add("dtstamp", at.astimezone(UTC))
    event.add("dtstart", interview.scheduled_at.astimezone(UTC))
    event.add("dtend", interview.ends_at.astimezone(UTC))
    event.add("summary", summary)
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
    calendar = Calendar()
    calendar.add("prodid", "-//Sales management//Interviews//EN")
    calendar.add("version", "2.0")
    if method:
        calendar.add("method", method)
    for event in events:
        calendar.add_component(event)
    return calendar.to_ical()
