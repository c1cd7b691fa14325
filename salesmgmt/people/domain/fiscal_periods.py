"""Opens the company's months, quarters and years."""

from datetime import date, datetime

from django.db import transaction

from salesmgmt.accounts.models import User
from salesmgmt.common.period import Period, add_months, year_of
from salesmgmt.events.domain.log import append
from salesmgmt.people.choices import PeriodKind
from salesmgmt.people.models import Company, FiscalPeriod


@transaction.atomic
def open_fiscal_year(*, day: date, by: User | None, at: datetime) -> list[FiscalPeriod]:
    """Creates the year that `day` falls in with its quarters and months; those that exist already stay as they are."""
    company = Company.objects.select_for_update().get()
    year = year_of(day, fiscal_year_start=company.fiscal_year_start)
    wanted = [(PeriodKind.YEAR, year), *_cut(PeriodKind.QUARTER, year, 3), *_cut(PeriodKind.MONTH, year, 1)]
    made = FiscalPeriod.objects.bulk_create(
        [
            FiscalPeriod(kind=kind, start_date=part.start, end_date=part.end, name=_name(kind, part, year))
            for kind, part in wanted
            if not FiscalPeriod.objects.filter(kind=kind, start_date__lt=part.end, end_date__gt=part.start).exists()
        ]
    )
    if made:
        append(
            kind="fiscal_year.opened",
            subject=company,
            by=by,
            at=at,
            payload={"start_date": year.start.isoformat(), "periods": len(made)},
        )
    return made


def _cut(kind: PeriodKind, year: Period, months: int) -> list[tuple[PeriodKind, Period]]:
    return [
        (kind, Period(add_months(year.start, offset), add_months(year.start, offset + months)))
        for offset in range(0, 12, months)
    ]


def _name(kind: PeriodKind, part: Period, year: Period) -> str:
    """“2026”, “2026 Q3”, “July 2026”; a year that spans two is named by the one it ends in."""
    number = year.last_day.year
    if kind is PeriodKind.YEAR:
        return str(number)
    if kind is PeriodKind.QUARTER:
        months = (part.start.year - year.start.year) * 12 + part.start.month - year.start.month
        return f"{number} Q{months // 3 + 1}"
    return f"{part.start:%B %Y}"
