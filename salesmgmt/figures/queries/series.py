"""A rollup over time: one point a day, week or month, for the people whose facts a person may open."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import DateField, Sum
from django.db.models.functions import Trunc

from salesmgmt.accounts.models import User
from salesmgmt.common.period import add_months
from salesmgmt.figures.models import Rollup
from salesmgmt.figures.rollup import Grain, metric_named

STEPS = ("day", "week", "month")


@dataclass(frozen=True, slots=True)
class Point:
    """The facts of the days from `start` up to the next point's: how many, and their sum."""

    start: date
    count: int
    total: Decimal


def series(
    name: str,
    *,
    user: User,
    start: date,
    end: date,
    step: str,
    subject: int | None = None,
    part: str | None = None,
) -> list[Point]:
    """A metric's points for the steps that the days [start, end) touch, in one query; without facts a point is 0.

    A step begins on its first day (a week on Monday), so the first point may begin before `start` and counts whole.
    `subject` and `part` narrow it. Raises ValueError for steps shorter than the metric's periods.
    """
    metric = metric_named(name)
    if step not in STEPS or (metric.grain == Grain.MONTH and step != "month"):
        raise ValueError(f"{metric.name} is kept by {metric.grain}: a series of it has no steps of a {step}.")
    starts = list(_starts(start, end, step))
    rows = Rollup.objects.of(metric.name).filter(
        metric.visible(user), period_start__gte=starts[0], period_start__lt=end
    )
    if subject is not None:
        rows = rows.filter(subject_id=subject)
    if part is not None:
        rows = rows.filter(part=part)
    by_step = rows.order_by().values(step=Trunc("period_start", step, output_field=DateField()))
    found = {row["step"]: row for row in by_step.annotate(n=Sum("count"), sum=Sum("total"))}
    none = {"n": 0, "sum": Decimal(0)}
    return [Point(day, *(found.get(day, none)[name] for name in ("n", "sum"))) for day in starts]


def _starts(start: date, end: date, step: str) -> Iterator[date]:
    back = {"day": 0, "week": start.weekday(), "month": start.day - 1}[step]
    day = start - timedelta(days=back)
    while day < end:
        yield day
        day = add_months(day, 1) if step == "month" else day + timedelta(days=7 if step == "week" else 1)
