"""What deals can be narrowed by: the same filters in the addresses of board and list, and over the API."""

from typing import Any

import django_filters
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Q, QuerySet

from pipeline.choices import StageKind
from pipeline.forms.amount_field import AmountField
from pipeline.models import Account, Deal
from pipeline.queries.attention import needing_somebody, stalled
from salesmgmt.api.keys import KeyFilter
from salesmgmt.people.models import Membership
from salesmgmt.people.models.line import IsAnyOf, company_today, team_and_below

STEPS = (
    ("attention", "Needs somebody"),
    ("stalled", "Stalled"),
    ("missing", "No next step"),
    ("late", "Next step late"),
    ("paused", "Paused"),
)


class AmountFilter(django_filters.NumberFilter):
    field_class = AmountField


class DealFilters(django_filters.FilterSet):
    search = django_filters.CharFilter(method="filter_search", label="Name of the deal or its account")
    state = django_filters.ChoiceFilter(choices=StageKind.choices, label="State")
    stage = KeyFilter(field_name="stage_id", label="Stage")
    owner = KeyFilter(field_name="owner_id", label="Owner")
    team = KeyFilter(method="filter_team", label="Team of the owner today, with the teams below")
    account = KeyFilter(field_name="account_id", label="Account")
    close_reason = django_filters.CharFilter(field_name="close_reason__code", label="Code of why it was won or lost")
    lead_source = django_filters.CharFilter(field_name="lead_source__code", label="Code of the lead source")
    step = django_filters.ChoiceFilter(
        method="filter_step",
        choices=STEPS,
        label="How open deals stand; attention: next step missing or due, stalled, or past the close date",
    )
    close_from = django_filters.DateFilter(field_name="close_date", lookup_expr="gte", label="Closes from")
    close_to = django_filters.DateFilter(field_name="close_date", lookup_expr="lte", label="Closes up to")
    amount_min = AmountFilter(field_name="amount", lookup_expr="gte", label="Amount from")
    amount_max = AmountFilter(field_name="amount", lookup_expr="lte", label="Amount up to")
    external_source = django_filters.CharFilter(label="System it was imported from")
    external_id = django_filters.CharFilter(label="Id in that system")

    class Meta:
        model = Deal
        fields: list[str] = []

    def filter_search(self, deals: QuerySet[Deal], name: str, value: str) -> QuerySet[Deal]:
        accounts = ArraySubquery(Account.objects.filter(name__icontains=value).values("pk"))
        return deals.filter(Q(name__icontains=value) | IsAnyOf(F("account_id"), accounts))

    def filter_team(self, deals: QuerySet[Deal], name: str, value: int) -> QuerySet[Deal]:
        members = Membership.objects.today().filter(IsAnyOf(F("team_id"), team_and_below(value)))
        return deals.filter(IsAnyOf(F("owner_id"), ArraySubquery(members.values("user_id"))))

    def filter_step(self, deals: QuerySet[Deal], name: str, value: str) -> QuerySet[Deal]:
        if value == "attention":
            return needing_somebody(deals)
        if value == "stalled":
            return stalled(deals)
        paused = Q(paused_until__gt=company_today())
        conditions: dict[str, Any] = {
            "missing": ~paused & Q(next_step=""),
            "late": ~paused & Q(next_step_date__lt=company_today()),
            "paused": paused,
        }
        return deals.filter(conditions[value], state=StageKind.OPEN)
