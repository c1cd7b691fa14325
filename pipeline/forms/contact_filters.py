"""What contacts can be narrowed by: the same filters in the address of the list and over the API."""

from datetime import timedelta

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet

from pipeline.choices import StageKind
from pipeline.models import Activity, Contact, DealContact
from salesmgmt.api.keys import KeyFilter
from salesmgmt.people.models.line import company_today

QUIET_DAYS = 30
STANDINGS = (("buys", "Buy in open deals"), ("quiet", f"Buy in open deals, not spoken with for {QUIET_DAYS} days"))


class ContactFilters(django_filters.FilterSet):
    account = KeyFilter(field_name="account_id", label="Account")
    search = django_filters.CharFilter(method="filter_search", label="Name or e-mail")
    standing = django_filters.ChoiceFilter(
        method="filter_standing",
        choices=STANDINGS,
        label=f"With a buying role in an open deal that you see; quiet: nobody spoke with them for {QUIET_DAYS} days",
    )

    class Meta:
        model = Contact
        fields: list[str] = []

    def filter_search(self, contacts: QuerySet[Contact], name: str, value: str) -> QuerySet[Contact]:
        return contacts.filter(Q(name__icontains=value) | Q(email__icontains=value))

    def filter_standing(self, contacts: QuerySet[Contact], name: str, value: str) -> QuerySet[Contact]:
        viewer = self.request.user
        buys = DealContact.objects.visible_to(viewer).filter(contact=OuterRef("pk"), deal__state=StageKind.OPEN)
        contacts = contacts.filter(Exists(buys))
        if value == "buys":
            return contacts
        spoken = Activity.objects.visible_to(viewer).filter(contact=OuterRef("pk"))
        lately = spoken.filter(happened_at__gte=company_today() - timedelta(days=QUIET_DAYS))
        return contacts.filter(~Exists(lately))
