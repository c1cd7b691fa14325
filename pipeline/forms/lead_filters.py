"""What leads can be narrowed by."""

import django_filters
from django.db.models import Q, QuerySet

from pipeline.choices import LeadRejection, LeadState, ResponseStanding
from pipeline.models import Lead, LeadStateChange
from pipeline.queries.lead_response import STANDS
from salesmgmt.api.instants import InstantFilter
from salesmgmt.api.keys import KeyFilter


class LeadFilters(django_filters.FilterSet):
    search = django_filters.CharFilter(method="named", label="Person or company")
    owner = KeyFilter(field_name="owner_id", label="Owner")
    state = django_filters.ChoiceFilter(choices=LeadState.choices, label="State")
    response = django_filters.ChoiceFilter(
        choices=ResponseStanding.choices, method="standing", label="How it stands against its response target"
    )
    rejection = django_filters.ChoiceFilter(choices=LeadRejection.choices, label="Reason for rejection")
    lead_source = django_filters.CharFilter(field_name="lead_source__code", label="Code of the lead source")
    campaign = django_filters.CharFilter(field_name="campaign__code", label="Code of the campaign")
    score_from = django_filters.NumberFilter(field_name="score", lookup_expr="gte", label="Score of at least")
    score_to = django_filters.NumberFilter(field_name="score", lookup_expr="lte", label="Score of at most")
    created_from = InstantFilter(field_name="created_at", lookup_expr="gte", label="From")
    created_before = InstantFilter(field_name="created_at", lookup_expr="lt", label="Before")
    external_id = django_filters.CharFilter(label="Id in the system it was imported from")

    class Meta:
        model = Lead
        fields: list[str] = []

    def named(self, leads: QuerySet[Lead], name: str, value: str) -> QuerySet[Lead]:
        return leads.filter(Q(person_name__icontains=value) | Q(company_name__icontains=value))

    def standing(self, leads: QuerySet[Lead], name: str, value: str) -> QuerySet[Lead]:
        return leads.filter(STANDS[ResponseStanding(value)])


class LeadStateFilters(django_filters.FilterSet):
    lead = KeyFilter(field_name="lead_id", label="Lead")
    to_state = django_filters.ChoiceFilter(choices=LeadState.choices, label="State that it came into")
    by = KeyFilter(field_name="by_id", label="Who brought it about")
    at_from = InstantFilter(field_name="at", lookup_expr="gte", label="From")
    at_before = InstantFilter(field_name="at", lookup_expr="lt", label="Before")

    class Meta:
        model = LeadStateChange
        fields: list[str] = []
