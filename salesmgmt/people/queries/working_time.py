"""When people work: the office that they are in, its calendar, and the days on which they are away."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, timedelta

from salesmgmt.common.office_time import OfficeTime
from salesmgmt.people.models import Absence, Company, Holiday, Membership, Office
from salesmgmt.people.models.calendar import monday_to_friday

LOOK_AHEAD = timedelta(days=120)
"""So far ahead holidays and absences are read for a deadline."""


def offices_of(people: Collection[int]) -> Mapping[int, Office]:
    """By person, with their calendars; without those who are in no office."""
    places = Membership.objects.today().filter(user__in=people, office__isnull=False)
    return {place.user_id: place.office for place in places.select_related("office__calendar") if place.office}


def days_off(calendars: Mapping[int, int | None], *, since: date, until: date) -> Mapping[int, set[date]]:
    """By person: the holidays of the calendar that each has, and the days on which they are away. Two queries."""
    holidays = defaultdict(set)
    known = Holiday.objects.filter(calendar__in={*calendars.values()} - {None}, date__range=(since, until))
    for calendar, day in known.values_list("calendar_id", "date"):
        holidays[calendar].add(day)
    off = {person: set(holidays[calendar]) if calendar else set() for person, calendar in calendars.items()}
    away = Absence.objects.filter(user__in=list(calendars), valid__overlap=(since, until))
    for person, valid in away.values_list("user_id", "valid"):
        day, end = max(valid.lower or since, since), min(valid.upper or until, until)
        while day < end:
            off[person].add(day)
            day += timedelta(days=1)
    return off


def office_time_of(people: Collection[int], *, since: date, until: date | None = None) -> Mapping[int, OfficeTime]:
    """By person: the hours of their office, or Monday to Friday in the company's zone where they are in none. Four
    queries for all of them."""
    zone, offices = Company.objects.current().zone, offices_of(people)
    calendars = {person: offices[person].calendar_id if person in offices else None for person in people}
    off = days_off(calendars, since=since, until=until or since + LOOK_AHEAD)
    return {
        person: OfficeTime(
            zone=offices[person].zone if person in offices else zone,
            weekdays=offices[person].calendar.weekdays if person in offices else monday_to_friday(),
            days_off=frozenset(off[person]),
        )
        for person in people
    }
