"""Half-open periods of days, and the bridge between a company's days and instants."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

FIRST_YEAR, LAST_YEAR = 1900, 2200
"""In which days are counted from one that somebody chose: the calendar ends with the year 9999."""


def is_countable(day: date) -> bool:
    return FIRST_YEAR <= day.year <= LAST_YEAR


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `start` up to and without `end`."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError(f"A period that starts on {self.start} cannot end on {self.end}: the end comes later.")

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    @property
    def last_day(self) -> date:
        return self.end - timedelta(days=1)


def month_of(day: date) -> Period:
    start = day.replace(day=1)
    return Period(start, add_months(start, 1))


def quarter_of(day: date, *, fiscal_year_start: int = 1) -> Period:
    """The fiscal quarter of a day in a year that starts on the 1st of month `fiscal_year_start`."""
    offset = (day.month - fiscal_year_start) % 3
    start = add_months(day.replace(day=1), -offset)
    return Period(start, add_months(start, 3))


def year_of(day: date, *, fiscal_year_start: int = 1) -> Period:
    start = add_months(day.replace(day=1), -((day.month - fiscal_year_start) % 12))
    return Period(start, add_months(start, 12))


def add_months(first: date, months: int) -> date:
    """The first of a month, so many months later."""
    index = first.year * 12 + first.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last of a month that is shorter."""
    first = add_months(day, months)
    return min(first + timedelta(days=day.day - 1), add_months(first, 1) - timedelta(days=1))


def day_start(day: date, zone: str) -> datetime:
    """The instant (UTC) at which a day begins in a zone."""
    return datetime.combine(day, time.min, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def day_of(instant: datetime, zone: str) -> date:
    """The day that an instant falls on in a zone."""
    return instant.astimezone(ZoneInfo(zone)).date()
