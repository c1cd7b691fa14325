"""Working days as numbers: Monday to Friday, counted from a Monday long ago, so that adding days is adding."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from random import Random

from salesmgmt.demo.world.truth import Waiting

FIRST_MONDAY = date(2001, 1, 1)
MORNING_UTC = {"Hamburg": 8, "Toronto": 14}
"""When an office is at its desks, in UTC: its day is then the company's day, too."""
DESK_MINUTES = 7 * 60


def number_of(day: date) -> int:
    """The working day that a date is, or the next one."""
    weeks, weekday = divmod((day - FIRST_MONDAY).days, 7)
    return weeks * 5 + min(weekday, 5)


@lru_cache(maxsize=4096)
def date_of(number: int) -> date:
    weeks, weekday = divmod(number, 5)
    return FIRST_MONDAY + timedelta(weeks=weeks, days=weekday)


@lru_cache(maxsize=8192)
def _morning(number: int, hour: int) -> datetime:
    return datetime.combine(date_of(number), time(hour), tzinfo=UTC)


def instant(rng: Random, number: int, office: str) -> datetime:
    """Some minute of a working day at an office."""
    return _morning(number, MORNING_UTC[office]) + timedelta(minutes=int(rng.random() * DESK_MINUTES))


def in_order(instants: list[datetime]) -> list[datetime]:
    """The same, each later than the one before by a minute at least."""
    ordered: list[datetime] = []
    for each in instants:
        ordered.append(max(each, ordered[-1] + timedelta(minutes=1)) if ordered else each)
    return ordered


def wait(rng: Random, waiting: Waiting) -> int:
    """Whole working days, 1 at least."""
    drawn = rng.gammavariate(2.0, waiting.scale)
    return min(max(int(drawn) + 1, 1), waiting.longest)


def monday_on_or_after(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)
