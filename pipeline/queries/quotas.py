"""Quotas as a table: people down, the quarters of a fiscal year across."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pipeline.choices import Measure
from pipeline.models import Target
from pipeline.queries.people import CARRYING_QUOTA, sellers_seen_by
from pipeline.queries.targets import effective_target
from salesmgmt.accounts.models import User
from salesmgmt.common.folding import by_name
from salesmgmt.people.choices import PeriodKind
from salesmgmt.people.models import FiscalPeriod


@dataclass(frozen=True)
class Quota:
    """One person's bookings target in one quarter; `effective` differs where an adjustment lowers it."""

    period: FiscalPeriod
    target: Target | None
    effective: Decimal | None

    @property
    def is_lowered(self) -> bool:
        return self.target is not None and self.effective != self.target.full_amount


@dataclass(frozen=True)
class QuotaTable:
    """The quarters of the year that `day` falls in, and a row per person; the years beside it, where there are any."""

    year: FiscalPeriod | None
    quarters: list[FiscalPeriod]
    rows: list[tuple[User, list[Quota]]]
    totals: list[tuple[FiscalPeriod, Decimal]]
    years: list[FiscalPeriod]


def quota_table(*, viewer: User, day: date) -> QuotaTable:
    """What `viewer` may see of it; empty where the year is not open."""
    years = list(FiscalPeriod.objects.filter(kind=PeriodKind.YEAR))
    year = next((each for each in years if day in each.period), None)
    if year is None:
        return QuotaTable(None, [], [], [], years)
    quarters = list(
        FiscalPeriod.objects.filter(
            kind=PeriodKind.QUARTER, start_date__gte=year.start_date, end_date__lte=year.end_date
        )
    )
    targets = Target.objects.visible_to(viewer).filter(
        measure=Measure.BOOKINGS, user__isnull=False, start_date__gte=year.start_date, end_date__lte=year.end_date
    )
    found = {(each.user_id, each.start_date, each.end_date): each for each in targets.prefetch_related("adjustments")}
    people = sellers_seen_by(viewer, roles=CARRYING_QUOTA) | User.objects.filter(pk__in={key[0] for key in found})
    rows = []
    for person in people.distinct().order_by(by_name(), "pk"):
        own = [found.get((person.pk, each.start_date, each.end_date)) for each in quarters]
        rows.append(
            (
                person,
                [
                    Quota(period, target, effective_target(target) if target else None)
                    for period, target in zip(quarters, own, strict=True)
                ],
            )
        )
    totals = [
        (quarter, sum((quotas[place].effective or Decimal(0) for _, quotas in rows), Decimal(0)))
        for place, quarter in enumerate(quarters)
    ]
    return QuotaTable(year, quarters, rows, totals, years)
