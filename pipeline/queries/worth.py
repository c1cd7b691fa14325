"""What a deal is worth where deals are added up: its amount, else what its lines cost at list price."""

from django.db.models import Count, DecimalField, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from pipeline.choices import StageKind
from salesmgmt.people.models import Company
from salesmgmt.people.models.line import company_today

VALUE = Coalesce("amount", "list_amount", output_field=DecimalField(max_digits=19, decimal_places=4))


def company_currency() -> Subquery:
    """Asked of the database once a statement."""
    return Subquery(Company.objects.values("currency")[:1])


IN_COMPANY_CURRENCY = Q(currency=company_currency())
"""Only these are added up, as figures do."""
_OPEN = Q(state=StageKind.OPEN)
# in this order: most deals are not paused, and today is asked of the database only for those that are
_RESTING = Q(paused_until__isnull=False) & Q(paused_until__gt=company_today())
TOTALS = {
    "count": Count("pk"),
    "worth": Coalesce(
        Sum(VALUE, filter=IN_COMPANY_CURRENCY), 0, output_field=DecimalField(max_digits=24, decimal_places=4)
    ),
    "unpriced": Count("pk", filter=IN_COMPANY_CURRENCY & Q(amount__isnull=True)),
    "in_other_currency": Count("pk", filter=~IN_COMPANY_CURRENCY),
    "missing": Count("pk", filter=_OPEN & ~_RESTING & Q(next_step="")),
    "paused": Count("pk", filter=_OPEN & _RESTING),
}
"""Count and sum of deals, how many are in the sum at list price, how many are not in it for their currency, and how
many open ones lack a step or rest."""
