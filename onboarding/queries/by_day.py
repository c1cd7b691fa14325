"""Items under the day on which they are due: of a journey, or of a plan with the days that a start would give them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from onboarding.models import JourneyItem, PlanItem
from onboarding.queries.working_days import WorkingWeek


@dataclass(frozen=True)
class DueDay:
    """A day with what is due on it."""

    date: date
    working_day: int
    items: Sequence[JourneyItem] = field(default_factory=tuple)
    plan_items: Sequence[PlanItem] = field(default_factory=tuple)


def days_of_journey(items: Iterable[JourneyItem]) -> list[DueDay]:
    """`items` come in the order of their due days."""
    days = []
    for day, due in groupby(items, key=lambda item: item.due_date):
        found = tuple(due)
        days.append(DueDay(day, found[0].plan_item.working_day, items=found))
    return days


def days_of_plan(items: Iterable[PlanItem], *, start: date, week: WorkingWeek) -> list[DueDay]:
    """`items` come in the order of their working days; `week` says which days an office works."""
    days = []
    for number, due in groupby(items, key=lambda item: item.working_day):
        days.append(DueDay(week.due_date(start, number), number, plan_items=tuple(due)))
    return days
