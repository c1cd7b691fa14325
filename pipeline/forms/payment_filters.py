"""What payments can be narrowed by: the same filters in the address of the list and over the API."""

import django_filters
from django.db.models import Q, QuerySet

from pipeline.models import Payment
from salesmgmt.api.keys import KeyFilter


class PaymentFilters(django_filters.FilterSet):
    search = django_filters.CharFilter(method="filter_search", label="Number of the invoice, or reference")
    refunded = django_filters.BooleanFilter(method="filter_refunded", label="Whether some of it went back")
    of_invoice = KeyFilter(field_name="invoice_id", label="Invoice")
    account = KeyFilter(field_name="invoice__order__account_id", label="Account")
    owner = KeyFilter(field_name="invoice__order__owner_id", label="Owner of the order")
    paid_from = django_filters.DateFilter(field_name="paid_date", lookup_expr="gte", label="Paid from")
    paid_to = django_filters.DateFilter(field_name="paid_date", lookup_expr="lte", label="Paid up to")

    class Meta:
        model = Payment
        fields: list[str] = []

    def filter_search(self, payments: QuerySet[Payment], name: str, value: str) -> QuerySet[Payment]:
        return payments.filter(Q(invoice__number__icontains=value) | Q(reference__icontains=value))

    def filter_refunded(self, payments: QuerySet[Payment], name: str, value: bool) -> QuerySet[Payment]:
        return payments.filter(refunded_amount__gt=0) if value else payments.filter(refunded_amount=0)
