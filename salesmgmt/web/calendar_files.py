"""Calendar files (RFC 5545) and the days and times in them."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

from django.conf import settings
from icalendar import Calendar, Event


def timed_event(uid: str, summary: str, *, start: datetime, end: datetime, at: datetime) -> Event:
    """`uid` names what it is about within this company; the same in every version of it."""
    event = _event(uid, summary, at)
    event.add("dtstart", start.astimezone(UTC))
    event.add("dtend", end.astimezone(UTC))
    return event


def day_event(uid: str, summary: str, *, day: date, at: datetime) -> Event:
    """All day, and nobody is busy for it."""
    event = _event(uid, summary, at)
    event.add("dtstart", day)
    event.add("transp", "TRANSPARENT")
    return event


def calendar_file(events: Iterable[Event], *, what: str, method: str = "") -> bytes:
    calendar = Calendar()
    calendar.add("prodid", f"-//Sales management//{what}//EN")
    calendar.add("version", "2.0")
    if method:
        calendar.add("method", method)
    for event in events:
        calendar.add_component(event)
    return calendar.to_ical()


def _event(uid: str, summary: str, at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{uid}@{settings.MESSAGE_ID_DOMAIN}")
    event.add("dtstamp", at.astimezone(UTC))
    event.add("summary", summary)
    return event
