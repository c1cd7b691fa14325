"""What hiring by a source or a campaign brought and cost (docs/algorithms/cost_per_hire.md)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import Count, Q, QuerySet, Sum

from hiring.models import CandidateCampaign, InterviewHourCost, SourcedCandidacy
from salesmgmt.common.money import currency_decimals, divide_rounded, from_minor

MINUTES = 60


@dataclass(frozen=True, slots=True)
class Brought:
    """How many began, got ready so far and were hired, and the minutes that interviewers sat with them."""

    applicants: int = 0
    ready: int = 0
    hired: int = 0
    minutes: int = 0


def brought_by_source(candidacies: QuerySet[SourcedCandidacy]) -> Mapping[int | None, Brought]:
    """By source id: that of the campaign they came by, else the candidate's. One query."""
    return _brought(candidacies, "source")


def brought_by_campaign(campaigns: Iterable[CandidateCampaign]) -> Mapping[int | None, Brought]:
    chosen = SourcedCandidacy.objects.filter(candidacy__campaign__in=[campaign.pk for campaign in campaigns])
    return _brought(chosen, "candidacy__campaign")


def _brought(candidacies: QuerySet[SourcedCandidacy], by: str) -> Mapping[int | None, Brought]:
    rows = (
        candidacies.order_by()
        .values_list(by)
        .annotate(
            applicants=Count("pk"),
            ready=Count("pk", filter=Q(got_ready=True)),
            hired=Count("pk", filter=Q(was_hired=True)),
            sat=Sum("minutes"),
        )
    )
    return {key: Brought(*facts) for key, *facts in rows}


def campaign_costs(campaigns: QuerySet[CandidateCampaign]) -> Mapping[int, Decimal]:
    """By source id, what its campaigns cost together; those whose cost is not known are none."""
    totals: dict[int, Decimal] = defaultdict(Decimal)
    for source, cost in campaigns.filter(cost_amount__isnull=False).values_list("source_id", "cost_amount"):
        totals[source] += cost
    return totals


def hour_cost(currency: str) -> Decimal | None:
    return InterviewHourCost.objects.filter(currency=currency).values_list("hourly_amount", flat=True).first()


def interview_cost(minutes: int, hourly: Decimal | None, currency: str) -> Decimal:
    """What so many minutes of interviewers cost, in the digits of the currency; nothing while no hour has a cost."""
    if not hourly:
        return Decimal(0)
    exact = Fraction(minutes) * Fraction(hourly) / MINUTES * 10 ** currency_decimals(currency)
    return from_minor(divide_rounded(exact.numerator, exact.denominator), currency)
