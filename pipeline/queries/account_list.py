"""Accounts with what is open and what was won there, as far as a person may see the deals."""

from collections.abc import Sequence

from django.db.models import Count, Q, Sum

from pipeline.choices import StageKind
from pipeline.models import Account, Deal
from pipeline.queries.worth import IN_COMPANY_CURRENCY, VALUE
from salesmgmt.accounts.models import User

NO_DEALS: dict[str, object] = {
    "open": 0,
    "open_amount": None,
    "open_in_other_currency": 0,
    "won": 0,
    "won_amount": None,
    "won_in_other_currency": 0,
}
_OPEN, _WON = Q(state=StageKind.OPEN), Q(state=StageKind.WON)


def deal_sums(accounts: Sequence[Account], *, viewer: User) -> dict[int, dict[str, object]]:
    """By account id: `open` and `won` deals, their amounts and how many are not in these for their currency, in one
    query; an account without deals has noughts."""
    deals = Deal.objects.visible_to(viewer).filter(account__in=accounts).order_by().values("account_id")
    rows = deals.annotate(
        open=Count("pk", filter=_OPEN),
        open_amount=Sum(VALUE, filter=_OPEN & IN_COMPANY_CURRENCY),
        open_in_other_currency=Count("pk", filter=_OPEN & ~IN_COMPANY_CURRENCY),
        won=Count("pk", filter=_WON),
        won_amount=Sum("amount", filter=_WON & IN_COMPANY_CURRENCY),
        won_in_other_currency=Count("pk", filter=_WON & ~IN_COMPANY_CURRENCY),
    )
    return {account.pk: dict(NO_DEALS) for account in accounts} | {row.pop("account_id"): row for row in rows}
