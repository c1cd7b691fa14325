"""What invoices can be narrowed by: the same filters in the address of the list and over the API."""

import django_filters
from django.db.models import F, Q, QuerySet

from pipeline.models import Invoice
from salesmgmt.api.keys import KeyFilter
from salesmgmt.people.models.line import company_today

STATES = (("open", "Open"), ("overdue", "Overdue"), ("paid", "Paid"), ("credited", "Credited"))


class InvoiceFilters(django_filters.FilterSet):
    search = django_filters.CharFilter(field_name="number", lookup_expr="icontains", label="Number")
    standing = django_filters.ChoiceFilter(
        method="filter_standing", choices=STATES, label="Open, of these overdue today, paid, or credited in full"
    )
    of_order = KeyFilter(field_name="order_id", label="Order")
    account = KeyFilter(field_name="order__account_id", label="Account")
    owner = KeyFilter(field_name="order__owner_id", label="Owner of the order")
    issued_from = django_filters.DateFilter(field_name="issued_date", lookup_expr="gte", label="Issued from")
    issued_to = django_filters.DateFilter(field_name="issued_date", lookup_expr="lte", label="Issued up to")
    due_from = django_filters.DateFilter(field_name="due_date", lookup_expr="gte", label="Due from")
    due_to = django_filters.DateFilter(field_name="due_date", lookup_expr="lte", label="Due up to")

    class Meta:
        model = Invoice
        fields: list[str] = []

    def filter_standing(self, invoices: QuerySet[Invoice], name: str, value: str) -> QuerySet[Invoice]:
        opened = Q(open_amount__gt=0)
        conditions = {
            "open": opened,
            "overdue": opened & Q(due_date__lt=company_today()),
            "paid": ~opened & Q(received_amount__gt=F("returned_amount")),
            "credited": ~opened & Q(received_amount=F("returned_amount")),
        }
        return invoices.filter(conditions[value])
