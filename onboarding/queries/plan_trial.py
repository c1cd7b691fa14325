"""A plan's items on real days: for somebody who starts next Monday, or on a day that is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from onboarding.models import PlanItem
from onboarding.queries.by_day import DueDay, days_of_plan
from onboarding.queries.working_days import week_of
from salesmgmt.people.models import Office

WEEK = 7


@dataclass(frozen=True)
class PlanTrial:
    """The days of a plan for a start at an office."""

    start_date: date
    office: Office | None
    offices: Sequence[Office]
    days: Sequence[DueDay]


def plan_trial(
    items: Sequence[PlanItem], *, today: date, start_date: date | None = None, office_id: int | None = None
) -> PlanTrial:
    """Without an office named, the first one; without a start, next Monday."""
    offices = list(Office.objects.offered().select_related("calendar"))
    chosen = next((office for office in offices if office.pk == office_id), offices[0] if offices else None)
    start = start_date or next_monday(today)
    return PlanTrial(start, chosen, offices, days_of_plan(items, start=start, week=week_of(chosen)))


def next_monday(today: date) -> date:
    return today + timedelta(days=WEEK + 1 - today.isoweekday())
