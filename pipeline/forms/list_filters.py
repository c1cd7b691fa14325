"""What accounts, products, reasons, orders and targets can be narrowed by."""

import django_filters
from django.db.models import Q, QuerySet

from pipeline.choices import CLOSING_KINDS, CancelReason, Measure
from pipeline.models import (
    Account,
    AccountPlan,
    CloseReason,
    LeadSource,
    Order,
    OrderCancellation,
    OrderLine,
    Product,
    Target,
)
from pipeline.queries.reordering import STANDINGS, ExpectedWithin
from salesmgmt.api.instants import InstantFilter
from salesmgmt.api.keys import KeyFilter
from salesmgmt.people.models.line import company_today

REVIEWS = (("due", "Review due"),)


class AccountFilters(django_filters.FilterSet):
    search = django_filters.CharFilter(field_name="name", lookup_expr="icontains", label="Name")
    owner = KeyFilter(field_name="owner_id", label="Owner")
    sector = django_filters.CharFilter(label="Sector")
    country = django_filters.CharFilter(label="Country")
    external_source = django_filters.CharFilter(label="System it was imported from")
    external_id = django_filters.CharFilter(label="Id in that system")
    reorder = django_filters.ChoiceFilter(
        method="filter_reorder",
        choices=STANDINGS,
        label="When it is expected to order again, by the orders that you see",
    )
    review = django_filters.ChoiceFilter(
        method="filter_review", choices=REVIEWS, label="Whether its plan is to be looked at by now"
    )

    class Meta:
        model = Account
        fields: list[str] = []

    def filter_reorder(self, accounts: QuerySet[Account], name: str, value: str) -> QuerySet[Account]:
        return accounts.filter(pk__in=ExpectedWithin(self.request.user, value))

    def filter_review(self, accounts: QuerySet[Account], name: str, value: str) -> QuerySet[Account]:
        due = AccountPlan.objects.filter(next_review_date__lte=company_today())
        return accounts.filter(pk__in=due.values("account"))


class ProductFilters(django_filters.FilterSet):
    search = django_filters.CharFilter(method="filter_search", label="Name or series")
    series = django_filters.CharFilter(label="Series")
    is_active = django_filters.BooleanFilter(label="On sale")
    external_id = django_filters.CharFilter(label="Id in the system it was imported from")

    class Meta:
        model = Product
        fields: list[str] = []

    def filter_search(self, products: QuerySet[Product], name: str, value: str) -> QuerySet[Product]:
        return products.filter(Q(name__icontains=value) | Q(series__icontains=value))


class CloseReasonFilters(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(choices=CLOSING_KINDS, label="For won or for lost deals")
    is_active = django_filters.BooleanFilter(label="Offered")

    class Meta:
        model = CloseReason
        fields: list[str] = []


class LeadSourceFilters(django_filters.FilterSet):
    is_active = django_filters.BooleanFilter(label="Offered")

    class Meta:
        model = LeadSource
        fields: list[str] = []


class OrderFilters(django_filters.FilterSet):
    account = KeyFilter(field_name="account_id", label="Account")
    deal = KeyFilter(field_name="deal_id", label="Deal that was won with it")
    owner = KeyFilter(field_name="owner_id", label="Owner")
    repeat_of = KeyFilter(field_name="repeat_of_id", label="Order that it repeats")
    repeats = django_filters.BooleanFilter(
        field_name="repeat_of", lookup_expr="isnull", exclude=True, label="Whether it repeats an order"
    )
    ordered_from = InstantFilter(field_name="ordered_at", lookup_expr="gte", label="From")
    ordered_before = InstantFilter(field_name="ordered_at", lookup_expr="lt", label="Before")

    class Meta:
        model = Order
        fields: list[str] = []


class OrderLineFilters(django_filters.FilterSet):
    order = KeyFilter(field_name="order_id", label="Order")
    product = KeyFilter(field_name="product_id", label="Product")
    account = KeyFilter(field_name="order__account_id", label="Account")
    owner = KeyFilter(field_name="order__owner_id", label="Owner of the order")
    cancelled = django_filters.BooleanFilter(method="filter_cancelled", label="Whether it was cancelled")

    class Meta:
        model = OrderLine
        fields: list[str] = []

    def filter_cancelled(self, lines: QuerySet[OrderLine], name: str, value: bool) -> QuerySet[OrderLine]:
        gone = Q(cancellation__isnull=False) | Q(order__cancelled_at__isnull=False)
        return lines.filter(gone if value else ~gone)


class CancellationFilters(django_filters.FilterSet):
    of_order = KeyFilter(field_name="order_id", label="Order")
    account = KeyFilter(field_name="order__account_id", label="Account")
    owner = KeyFilter(field_name="order__owner_id", label="Owner of the order")
    reason = django_filters.ChoiceFilter(choices=CancelReason.choices, label="Reason")
    cancelled_from = InstantFilter(field_name="cancelled_at", lookup_expr="gte", label="From")
    cancelled_before = InstantFilter(field_name="cancelled_at", lookup_expr="lt", label="Before")

    class Meta:
        model = OrderCancellation
        fields: list[str] = []


class TargetFilters(django_filters.FilterSet):
    user = KeyFilter(field_name="user_id", label="Person")
    team = KeyFilter(field_name="team_id", label="Team")
    measure = django_filters.ChoiceFilter(choices=Measure.choices, label="Measure")
    day = django_filters.DateFilter(method="filter_day", label="A day that the target covers")
    starts_from = django_filters.DateFilter(field_name="start_date", lookup_expr="gte", label="Begins from")
    starts_to = django_filters.DateFilter(field_name="start_date", lookup_expr="lte", label="Begins up to")

    class Meta:
        model = Target
        fields: list[str] = []

    def filter_day(self, targets, name, value):
        return targets.filter(start_date__lte=value, end_date__gt=value)
