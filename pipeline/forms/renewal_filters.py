"""What renewals can be narrowed by, and how each stands: the same in the list and over the API."""

import django_filters
from django.db.models import Case, CharField, Q, QuerySet, Value, When

from pipeline.choices import RenewalState, StageKind
from pipeline.models import Renewal
from salesmgmt.api.keys import KeyFilter
from salesmgmt.people.models.line import company_today

_WAITS = Q(state=RenewalState.WAITING)
_OPENED = Q(state=RenewalState.OPENED)
STANDINGS = {
    "gone": ("Order cancelled", _WAITS & Q(order__cancelled_at__isnull=False)),
    "due": ("Due", _WAITS & Q(order__cancelled_at=None, opens_date__lte=company_today())),
    "waiting": ("Waiting", _WAITS & Q(order__cancelled_at=None, opens_date__gt=company_today())),
    "opened": ("Being renewed", _OPENED & Q(deal__state=StageKind.OPEN)),
    "renewed": ("Renewed", _OPENED & Q(deal__state=StageKind.WON)),
    "lost": ("Not renewed", _OPENED & Q(deal__state=StageKind.LOST)),
    "declined": ("Declined", Q(state=RenewalState.DECLINED)),
}
CHOICES = [(code, said) for code, (said, _) in STANDINGS.items()]
STANDING = Case(
    *(When(condition, then=Value(code)) for code, (_, condition) in STANDINGS.items()), output_field=CharField()
)


class RenewalFilters(django_filters.FilterSet):
    standing = django_filters.ChoiceFilter(method="filter_standing", choices=CHOICES, label="How it stands")
    of_order = KeyFilter(field_name="order_id", label="Order that ends")
    account = KeyFilter(field_name="order__account_id", label="Account")
    owner = KeyFilter(field_name="order__owner_id", label="Owner of the order")
    ends_from = django_filters.DateFilter(field_name="end_date", lookup_expr="gte", label="Ends from")
    ends_to = django_filters.DateFilter(field_name="end_date", lookup_expr="lte", label="Ends up to")

    class Meta:
        model = Renewal
        fields: list[str] = []

    def filter_standing(self, renewals: QuerySet[Renewal], name: str, value: str) -> QuerySet[Renewal]:
        return renewals.filter(STANDINGS[value][1])
