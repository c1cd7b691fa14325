"""Whom to tell how, and when their mails may leave."""

from collections.abc import Collection, Mapping
from datetime import time

from django.conf import settings

from salesmgmt.accounts.models import User
from salesmgmt.outbox.hours import Hours
from salesmgmt.outbox.models import MailHours, NoticePreference
from salesmgmt.people.models import Company


def hours_of(people: Collection[int]) -> Mapping[int, Hours]:
    """By person; the product's own hours for those who chose none. Two queries."""
    zone = Company.objects.current().zone
    rows = User.objects.filter(pk__in=people).select_related("mail_hours")
    return {person.pk: _hours(person.zone or zone, getattr(person, "mail_hours", None)) for person in rows}


def ways_of(people: Collection[int], kind: str) -> Mapping[int, str]:
    """How each of these people wants to be told of a kind; who chose nothing is not in it."""
    rows = NoticePreference.objects.filter(person__in=people, kind=kind)
    return dict(rows.values_list("person_id", "way"))


def usual_hours(zone: str) -> Hours:
    """The product's own hours (MAIL_QUIET_HOURS, MAIL_WEEKDAYS)."""
    quiet_from, _, quiet_to = settings.MAIL_QUIET_HOURS.partition("-")
    weekdays = frozenset(int(day) for day in settings.MAIL_WEEKDAYS)
    return Hours(zone, time.fromisoformat(quiet_from), time.fromisoformat(quiet_to), weekdays)


def _hours(zone: str, row: MailHours | None) -> Hours:
    if row is None:
        return usual_hours(zone)
    return Hours(zone, row.quiet_from, row.quiet_to, frozenset(row.weekdays), row.digest_time)
