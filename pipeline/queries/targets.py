"""What a target comes to after its adjustments."""

from datetime import datetime
from decimal import Decimal

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from pipeline.models import Target, TargetAdjustment, TargetVersion
from salesmgmt.accounts.models import User
from salesmgmt.common.money import currency_decimals, divide_rounded
from salesmgmt.common.period import Period


def effective_target(target: Target) -> Decimal:
    """The full amount times every adjustment's num / den, rounded once to the currency's (or four) digits."""
    digits = currency_decimals(target.currency) if target.currency else 4
    numerator, denominator = int(target.full_amount.scaleb(4)) * 10**digits, 10**4
    for adjustment in target.adjustments.all():
        numerator *= adjustment.num
        denominator *= adjustment.den
    return Decimal(divide_rounded(numerator, denominator)).scaleb(-digits)


def as_they_were(targets: QuerySet[Target], instant: datetime) -> list[Target]:
    """Those that had been set before an instant, with the full amount and the adjustments that they had then. They are
    read and not saved."""
    said = TargetVersion.objects.filter(target=OuterRef("pk"), valid_from__lt=instant).order_by("-valid_from")
    adjusted = Prefetch("adjustments", TargetAdjustment.objects.filter(recorded_at__lt=instant).order_by("pk"))
    rows = targets.annotate(full_then=Subquery(said.values("full_amount")[:1])).filter(full_then__isnull=False)
    found = list(rows.prefetch_related(adjusted))
    for each in found:
        each.full_amount = each.full_then  # type: ignore[attr-defined]
    return found


def target_of(*, user: User, measure: str, period: Period) -> Target | None:
    """A person's target for exactly these days."""
    return (
        Target.objects.filter(user=user, measure=measure, start_date=period.start, end_date=period.end)
        .prefetch_related("adjustments")
        .first()
    )
