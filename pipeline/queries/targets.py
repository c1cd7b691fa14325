"""What a target comes to after its adjustments."""

from decimal import Decimal

from pipeline.models import Target
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


def target_of(*, user: User, measure: str, period: Period) -> Target | None:
    """A person's target for exactly these days."""
    return (
        Target.objects.filter(user=user, measure=measure, start_date=period.start, end_date=period.end)
        .prefetch_related("adjustments")
        .first()
    )
