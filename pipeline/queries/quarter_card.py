"""How a quarter stands for a person: what is won of what is to be won, and what is open."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import QuerySet

from pipeline.choices import Measure
from pipeline.models import Target
from pipeline.queries.targets import effective_target
from salesmgmt.accounts.models import User
from salesmgmt.common.period import Period, quarter_of
from salesmgmt.people.alike import found_alike
from salesmgmt.people.models import Company


@dataclass(frozen=True)
class Aim:
    """The targets of everybody whose targets a person may see, for exactly these days, in the company's currency."""

    quarter: Period
    amount: Decimal
    people: int


def aim_of(user: User, *, company: Company, day: date) -> Aim:
    quarter = quarter_of(day, fiscal_year_start=company.fiscal_year_start)
    targets = _targets(user, quarter.start, quarter.days, company.currency)
    amounts = [effective_target(target) for target in targets]
    return Aim(quarter, sum(amounts, Decimal(0)), len(amounts))


@found_alike
def _targets(user: User, start: date, days: int, currency: str) -> QuerySet[Target]:
    """With what adjusts them; a quarter has one of few lengths."""
    return (
        Target.objects.visible_to(user)
        .filter(
            measure=Measure.BOOKINGS,
            user__isnull=False,
            currency=currency,
            start_date=start,
            end_date=start + timedelta(days=days),
        )
        .prefetch_related("adjustments")
    )
