"""Accounts with what is open and what was won there, as far as a person may see the deals."""

from collections.abc import Sequence

from django.db.models import Count, Q, Sum

from pipeline.choices import StageKind
from pipeline.models import Account, Deal
from pipeline.queries.worth import VALUE
from salesmgmt.accounts.models import User

NO_DEALS: dict[str, object] = {"open": 0, "open_amount": None, "won": 0, "won_amount": None}


def deal_sums(accounts: Sequence[Account], *, viewer: User) -> dict[int, dict[str, object]]:
    """By account id: `open` and `won` deals and their amounts, in one query; an account without deals has noughts."""
    deals = Deal.objects.visible_to(viewer).filter(account__in=accounts).order_by().values("account_id")
    rows = deals.annotate(
        open=Count("pk", filter=Q(state=StageKind.OPEN)),
        open_amount=Sum(VALUE, filter=Q(state=StageKind.OPEN)),
        won=Count("pk", filter=Q(state=StageKind.WON)),
        won_amount=Sum("amount", filter=Q(state=StageKind.WON)),
    )
    return {account.pk: dict(NO_DEALS) for account in accounts} | {row.pop("account_id"): row for row in rows}
