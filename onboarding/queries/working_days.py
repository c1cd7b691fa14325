"""Days of work: which day the nth working day of a journey is in an office's calendar."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from salesmgmt.common.period import FIRST_YEAR, LAST_YEAR
from salesmgmt.people.models import Holiday, Office
from salesmgmt.people.models.calendar import monday_to_friday

ONE_DAY = timedelta(days=1)
BEYOND_DUE_DAYS = f"Journeys start in the years {FIRST_YEAR} to {LAST_YEAR}: choose a first day in one of them."


@dataclass(frozen=True, slots=True)
class WorkingWeek:
    """The weekdays (ISO numbers) on which an office works, less its holidays."""

    weekdays: frozenset[int]
    holidays: frozenset[date] = frozenset()

    def works_on(self, day: date) -> bool:
        return day.isoweekday() in self.weekdays and day not in self.holidays

    def due_date(self, start: date, working_day: int) -> date:
        """Working day 1 is the first day of work at or after the start, 2 the next; 0 the last before 1, -1 the one
        before that."""
        day = start
        while not self.works_on(day):
            day += ONE_DAY
        step = ONE_DAY if working_day >= 1 else -ONE_DAY
        for _ in range(abs(working_day - 1)):
            day += step
            while not self.works_on(day):
                day += step
        return day


def week_of(office: Office | None) -> WorkingWeek:
    """The office's calendar with its holidays; Monday to Friday without holidays where there is no office."""
    return weeks_of([office])[office.pk if office else None]


def weeks_of(offices: Iterable[Office | None]) -> Mapping[int | None, WorkingWeek]:
    """The same of several offices, by their number, in one query for all; offices come with their calendar."""
    named = [office for office in offices if office is not None]
    holidays: dict[int, set[date]] = {}
    calendars = {office.calendar_id for office in named}
    for calendar, day in Holiday.objects.filter(calendar__in=calendars).values_list("calendar_id", "date"):
        holidays.setdefault(calendar, set()).add(day)
    found: dict[int | None, WorkingWeek] = {None: WorkingWeek(frozenset(monday_to_friday()))}
    for office in named:
        days = holidays.get(office.calendar_id, set())
        found[office.pk] = WorkingWeek(frozenset(office.calendar.weekdays), frozenset(days))
    return found
