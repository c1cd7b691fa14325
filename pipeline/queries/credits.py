"""Who is credited with which share of which deal."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.choices import WHOLE_BP, SplitRole
from pipeline.models import Deal, DealSplit


@dataclass(frozen=True, slots=True)
class CreditShare:
    deal_id: int
    user_id: int
    role: str
    share_bp: int


def credit_shares(deals: Sequence[Deal]) -> Iterator[CreditShare]:
    """The shares of each deal, role by role; a deal without rows in a role of SALES is its owner's alone.

    Order: deal as given, then role, then larger share first; shares of one deal and role sum to 10,000.
    """
    splits: dict[int, list[DealSplit]] = {}
    for split in DealSplit.objects.filter(deal__in=[deal.pk for deal in deals]).order_by("role", "-share_bp", "user"):
        splits.setdefault(split.deal_id, []).append(split)
    for deal in deals:
        rows = splits.get(deal.pk, [])
        if not any(row.role == SplitRole.SALES for row in rows):
            yield CreditShare(deal.pk, deal.owner_id, SplitRole.SALES, WHOLE_BP)
        for row in rows:
            yield CreditShare(deal.pk, row.user_id, row.role, row.share_bp)
