"""What a deal is worth where deals are added up: its amount, else what its lines cost at list price; and which amounts
are added up: those in the company's currency."""

from typing import Any

from django.db.models import Count, DecimalField, Q, Subquery, Sum
from django.db.models.functions import Coalesce, NullIf

from pipeline.choices import StageKind
from salesmgmt.people.models import Company
from salesmgmt.people.models.line import company_today

VALUE = Coalesce("amount", "list_amount", output_field=DecimalField(max_digits=19, decimal_places=4))
_SUM = DecimalField(max_digits=38, decimal_places=11)


def company_currency() -> Subquery:
    """Asked of the database once a statement."""
    return Subquery(Company.objects.values("currency")[:1])


def in_company_currency(currency: str = "currency") -> Q:
    """Only these are added up, as figures do; `currency` leads to that of a row."""
    return Q((currency, company_currency()))


def foreign_currency(currency: str = "currency") -> NullIf:
    """What is said beside a row's amount: its currency where that is another than the company's, which goes without."""
    return NullIf(currency, company_currency())


def summed(amount: Any, *, currency: str = "currency") -> Coalesce:
    """What a column of amounts comes to in the company's currency."""
    return Coalesce(Sum(amount, filter=in_company_currency(currency)), 0, output_field=_SUM)


def in_other_currency(currency: str = "currency") -> Count:
    """How many rows are not in that sum."""
    return Count("pk", filter=~in_company_currency(currency))


IN_COMPANY_CURRENCY = in_company_currency()
_OPEN = Q(state=StageKind.OPEN)
# in this order: most deals are not paused, and today is asked of the database only for those that are
_RESTING = Q(paused_until__isnull=False) & Q(paused_until__gt=company_today())
TOTALS = {
    "count": Count("pk"),
    "worth": summed(VALUE),
    "unpriced": Count("pk", filter=IN_COMPANY_CURRENCY & Q(amount__isnull=True)),
    "in_other_currency": in_other_currency(),
    "missing": Count("pk", filter=_OPEN & ~_RESTING & Q(next_step="")),
    "paused": Count("pk", filter=_OPEN & _RESTING),
}
"""Count and sum of deals, how many are in the sum at list price, how many are not in it for their currency, and how
many open ones lack a step or rest."""
