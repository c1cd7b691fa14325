"""What candidacies can be narrowed by: the same filters in the addresses of board and list, and over the API."""

import django_filters
from django.db.models import Exists, OuterRef, QuerySet

from hiring.choices import CandidacyState
from hiring.models import BenchEntry, Candidacy, CandidateCampaign, CandidateTagging
from hiring.queries.naming import naming
from salesmgmt.api.keys import KeyFilter


class CandidacyFilters(django_filters.FilterSet):
    search = django_filters.CharFilter(method="filter_search", label="Word in name, address, headline or location")
    candidate = KeyFilter(field_name="candidate_id", label="Candidate")
    profile = KeyFilter(field_name="profile_id", label="Profile")
    stage = KeyFilter(field_name="stage_id", label="Stage")
    owner = KeyFilter(field_name="owner_id", label="Owner")
    state = django_filters.ChoiceFilter(choices=CandidacyState.choices, label="State")
    source = django_filters.CharFilter(field_name="candidate__source__code", label="Code of the source")
    tag = KeyFilter(method="filter_tag", label="Tag")
    campaign = KeyFilter(
        method="filter_campaign", label="Campaign that they came by, for those who read every candidate"
    )
    on_bench = django_filters.BooleanFilter(method="filter_on_bench", label="Stands on the bench")

    class Meta:
        model = Candidacy
        fields: list[str] = []

    def filter_search(self, rows: QuerySet[Candidacy], name: str, value: str) -> QuerySet[Candidacy]:
        for word in value.split():
            rows = rows.filter(naming(word))
        return rows

    def filter_tag(self, rows: QuerySet[Candidacy], name: str, value: int) -> QuerySet[Candidacy]:
        return rows.filter(candidate__in=CandidateTagging.objects.filter(tag=value).values("candidate"))

    def filter_campaign(self, rows: QuerySet[Candidacy], name: str, value: int) -> QuerySet[Candidacy]:
        seen = CandidateCampaign.objects.visible_to(self.request.user).filter(pk=value)
        return rows.filter(campaign__in=seen.values("pk"))

    def filter_on_bench(self, rows: QuerySet[Candidacy], name: str, value: bool) -> QuerySet[Candidacy]:
        stands = Exists(BenchEntry.objects.standing().filter(candidacy=OuterRef("pk")))
        return rows.filter(stands if value else ~stands)
