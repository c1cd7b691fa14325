"""What won deals count for whom, in minor units."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Exists, OuterRef, Q, QuerySet

from pipeline.choices import StageKind
from pipeline.models import Deal, DealSplit
from pipeline.queries.credits import credit_shares
from salesmgmt.common.money import split_by_shares, to_minor
from salesmgmt.common.period import Period


@dataclass(frozen=True, slots=True)
class CreditFact:
    """A person's share of a won deal, on the day that it closed; the shares of a deal and role sum to the whole."""

    deal: Deal
    user_id: int
    role: str
    booked_date: date
    share_bp: int
    whole_minor: int
    amount_minor: int


def credited_people(period: Period) -> set[int]:
    """Everybody whom a deal that was won in the period may count for: its owner, and who has a share of it."""
    deals = _won_in(period)
    shared = DealSplit.objects.filter(deal__in=deals).values_list("user_id", flat=True)
    return {*deals.order_by().values_list("owner_id", flat=True).distinct(), *shared.distinct()}


def credit_facts(period: Period, user_ids: Collection[int]) -> dict[int, list[CreditFact]]:
    """For each of these people the deals won in the period, by close day and deal, in two queries."""
    shared = DealSplit.objects.filter(deal=OuterRef("pk"), user__in=user_ids)
    deals = list(_won_in(period).filter(Q(owner__in=user_ids) | Exists(shared)).order_by("close_date", "pk"))
    by_id = {deal.pk: deal for deal in deals}
    facts: dict[int, list[CreditFact]] = defaultdict(list)
    for (deal_id, role), group in groupby(credit_shares(deals), key=lambda share: (share.deal_id, share.role)):
        shares = list(group)
        deal = by_id[deal_id]
        whole = to_minor(deal.amount, deal.currency)
        for share, part in zip(shares, split_by_shares(whole, [share.share_bp for share in shares]), strict=True):
            fact = CreditFact(deal, share.user_id, role, deal.close_date, share.share_bp, whole, part)
            facts[share.user_id].append(fact)
    return facts


def _won_in(period: Period) -> QuerySet[Deal]:
    return Deal.objects.filter(state=StageKind.WON, close_date__gte=period.start, close_date__lt=period.end)
