"""When interviewers can be booked: their windows, days off, and what they sit in."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from hiring.choices import InterviewState
from hiring.engine.slots import Member, Span, Window
from hiring.models import AvailabilityWindow, InterviewHours, Panelist
from hiring.models.availability import PER_DAY, PER_WEEK
from salesmgmt.accounts.models import User
from salesmgmt.common.office_time import CLOSES, OPENS
from salesmgmt.people.models import Company, Office
from salesmgmt.people.models.calendar import monday_to_friday
from salesmgmt.people.queries.working_time import days_off, offices_of

A_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Hours:
    """How somebody can be booked: `is_own` says that they have said so themselves."""

    zone: str
    windows: Sequence[Window]
    is_own: bool
    per_day: int
    per_week: int
    calendar_id: int | None


def hours_of(people: Collection[User]) -> Mapping[int, Hours]:
    """By person; the hours of their office where they have chosen none of their own. Four queries."""
    keys = [person.pk for person in people]
    zone = Company.objects.current().zone
    offices = offices_of(keys)
    chosen = InterviewHours.objects.in_bulk(keys)
    windows = defaultdict(list)
    for row in AvailabilityWindow.objects.filter(user__in=keys):
        windows[row.user_id].append(Window(row.weekday, row.from_minute, row.to_minute))
    return {
        person.pk: _hours(person, offices.get(person.pk), chosen.get(person.pk), windows[person.pk], zone)
        for person in people
    }


def members_of(
    people: Collection[User], *, since: datetime, until: datetime, besides: int | None = None
) -> list[Member]:
    """What slots are found with, fewest interviews first; the interview `besides` is not counted."""
    hours = hours_of(people)
    sat = _sat_in(people, since=since - A_WEEK, until=until + A_WEEK, besides=besides)
    calendars = {person: each.calendar_id for person, each in hours.items()}
    off = days_off(calendars, since=since.date() - A_WEEK, until=until.date() + A_WEEK)
    members = [
        Member(
            key=person.pk,
            zone=hours[person.pk].zone,
            windows=hours[person.pk].windows,
            days_off=frozenset(off[person.pk]),
            busy=sat[person.pk],
            per_day=hours[person.pk].per_day,
            per_week=hours[person.pk].per_week,
        )
        for person in people
    ]
    return sorted(members, key=lambda member: (len(member.busy), member.key))


def seats_taken(people: Collection[User], *, besides: int | None = None) -> QuerySet[Panelist]:
    """What people sit in or sat in."""
    taken = Panelist.objects.filter(user__in=[person.pk for person in people])
    return taken.exclude(interview__state=InterviewState.CANCELLED).exclude(interview=besides)


def _hours(
    person: User, office: Office | None, chosen: InterviewHours | None, windows: list[Window], zone: str
) -> Hours:
    is_own = chosen is not None and chosen.own_windows
    weekdays = office.calendar.weekdays if office else monday_to_friday()
    return Hours(
        zone=person.zone or (office.zone if office else zone),
        windows=windows if is_own else [Window(day, OPENS, CLOSES) for day in weekdays],
        is_own=is_own,
        per_day=chosen.per_day if chosen else PER_DAY,
        per_week=chosen.per_week if chosen else PER_WEEK,
        calendar_id=office.calendar_id if office else None,
    )


def _sat_in(
    people: Collection[User], *, since: datetime, until: datetime, besides: int | None
) -> Mapping[int, list[Span]]:
    taken = seats_taken(people, besides=besides).filter(
        interview__scheduled_at__gte=since, interview__scheduled_at__lt=until
    )
    found = defaultdict(list)
    for user, start, minutes in taken.values_list("user_id", "interview__scheduled_at", "interview__minutes"):
        found[user].append(Span(start, start + timedelta(minutes=minutes)))
    return found
