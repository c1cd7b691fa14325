"""What lists of hiring can be narrowed by. No filter asks what a scorecard says of somebody."""

import django_filters
from django.db.models import QuerySet

from hiring.choices import TouchKind
from hiring.models import (
    Candidacy,
    Candidate,
    CandidateCampaign,
    CandidateTagging,
    HiringStage,
    KitPart,
    Scorecard,
    Touch,
)
from hiring.queries.naming import naming
from salesmgmt.api.instants import InstantFilter
from salesmgmt.api.keys import KeyFilter


class HiringStageFilters(django_filters.FilterSet):
    profile = KeyFilter(field_name="profile_id", label="Profile")

    class Meta:
        model = HiringStage
        fields: list[str] = []


class KitPartFilters(django_filters.FilterSet):
    stage = KeyFilter(field_name="stage_id", label="Stage")

    class Meta:
        model = KitPart
        fields: list[str] = []


class CandidateFilters(django_filters.FilterSet):
    search = django_filters.CharFilter(method="filter_search", label="Word in name, address, headline or location")
    source = django_filters.CharFilter(field_name="source__code", label="Code of the source")
    tag = KeyFilter(method="filter_tag", label="Tag")
    campaign = KeyFilter(
        method="filter_campaign", label="Campaign that they came by, for those who read every candidate"
    )

    class Meta:
        model = Candidate
        fields: list[str] = []

    def filter_search(self, rows: QuerySet[Candidate], name: str, value: str) -> QuerySet[Candidate]:
        for word in value.split():
            rows = rows.filter(naming(word, at=""))
        return rows

    def filter_tag(self, rows: QuerySet[Candidate], name: str, value: int) -> QuerySet[Candidate]:
        return rows.filter(pk__in=CandidateTagging.objects.filter(tag=value).values("candidate"))

    def filter_campaign(self, rows: QuerySet[Candidate], name: str, value: int) -> QuerySet[Candidate]:
        came = Candidacy.objects.visible_to(self.request.user).filter(
            campaign__in=CandidateCampaign.objects.visible_to(self.request.user).filter(pk=value).values("pk")
        )
        return rows.filter(pk__in=came.values("candidate"))


class ScorecardFilters(django_filters.FilterSet):
    interview = KeyFilter(field_name="interview_id", label="Interview")
    candidacy = KeyFilter(field_name="interview__candidacy_id", label="Candidacy")
    author = KeyFilter(field_name="author_id", label="Author")

    class Meta:
        model = Scorecard
        fields: list[str] = []


class TouchFilters(django_filters.FilterSet):
    entry = KeyFilter(field_name="entry_id", label="Bench entry")
    user = KeyFilter(field_name="user_id", label="Who did it")
    kind = django_filters.ChoiceFilter(choices=TouchKind.choices, label="Kind")
    happened_from = InstantFilter(field_name="happened_at", lookup_expr="gte", label="From")
    happened_before = InstantFilter(field_name="happened_at", lookup_expr="lt", label="Before")

    class Meta:
        model = Touch
        fields: list[str] = []
