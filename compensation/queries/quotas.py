"""Quotas: the targets of people for the days of a run, after their adjustments."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from pipeline.models import Target
from pipeline.queries.targets import effective_target
from salesmgmt.common.money import to_minor
from salesmgmt.common.period import Period


@dataclass(frozen=True, slots=True)
class Quota:
    amount_minor: int
    currency: str


def quotas_of(user_ids: Collection[int], period: Period) -> dict[int, dict[str, Quota]]:
    """By person and measure; only targets for exactly these days are quotas of the period."""
    targets = Target.objects.filter(user__in=user_ids, start_date=period.start, end_date=period.end).prefetch_related(
        "adjustments"
    )
    quotas: dict[int, dict[str, Quota]] = defaultdict(dict)
    for target in targets:
        amount = to_minor(effective_target(target), target.currency)
        quotas[target.user_id][target.measure] = Quota(amount, target.currency)
    return quotas
