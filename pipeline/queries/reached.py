"""What people have reached of what targets count: bookings and deals won, calls made and meetings held."""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import TruncMonth

from pipeline.choices import COUNTED_BY, Measure, StageKind
from pipeline.models import Activity, Deal
from salesmgmt.accounts.models import User
from salesmgmt.common.period import Period, day_start
from salesmgmt.people.models import Company

Reached = Mapping[tuple[int, date], Decimal]
"""By person and the first day of a month."""


def reached_by_month(
    measure: str, *, people: Collection[int], period: Period, viewer: User, company: Company
) -> dict[tuple[int, date], Decimal]:
    """Of what the viewer may see: won deals under their owner on the day of closing, activities under who did them."""
    if measure in COUNTED_BY:
        rows: QuerySet[Any] = Activity.objects.visible_to(viewer).filter(
            kind__in=COUNTED_BY[Measure(measure)],
            user__in=people,
            happened_at__gte=day_start(period.start, company.zone),
            happened_at__lt=day_start(period.end, company.zone),
        )
        months = rows.order_by().values("user_id", month=TruncMonth("happened_at", tzinfo=ZoneInfo(company.zone)))
        found = months.annotate(many=Count("pk"))
        return {(row["user_id"], row["month"].date()): Decimal(row["many"]) for row in found}
    won = Deal.objects.visible_to(viewer).filter(
        state=StageKind.WON, owner__in=people, close_date__gte=period.start, close_date__lt=period.end
    )
    if measure == Measure.BOOKINGS:
        won = won.filter(currency=company.currency)
    counted = Sum("amount") if measure == Measure.BOOKINGS else Count("pk")
    months = won.order_by().values("owner_id", month=TruncMonth("close_date")).annotate(many=counted)
    return {(row["owner_id"], row["month"]): Decimal(row["many"] or 0) for row in months}


def within(reached: Reached, person: int, period: Period) -> Decimal:
    """A person's in a period of whole months."""
    return sum(
        (many for (user, month), many in reached.items() if user == person and period.start <= month < period.end),
        Decimal(0),
    )
