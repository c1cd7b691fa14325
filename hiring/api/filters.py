"""What lists of hiring can be narrowed by. No filter asks what a scorecard says of somebody."""

import django_filters
from django.db.models import QuerySet

from hiring.choices import InterviewState, Tier, TouchKind
from hiring.models import BenchEntry, Candidate, HiringStage, Interview, KitPart, Scorecard, Touch
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

    class Meta:
        model = Candidate
        fields: list[str] = []

    def filter_search(self, rows: QuerySet[Candidate], name: str, value: str) -> QuerySet[Candidate]:
        for word in value.split():
            rows = rows.filter(naming(word, at=""))
        return rows


class InterviewFilters(django_filters.FilterSet):
    candidacy = KeyFilter(field_name="candidacy_id", label="Candidacy")
    panelist = KeyFilter(field_name="panel__user_id", label="Somebody on the panel")
    state = django_filters.ChoiceFilter(choices=InterviewState.choices, label="State")
    scheduled_from = InstantFilter(field_name="scheduled_at", lookup_expr="gte", label="From")
    scheduled_before = InstantFilter(field_name="scheduled_at", lookup_expr="lt", label="Before")

    class Meta:
        model = Interview
        fields: list[str] = []


class ScorecardFilters(django_filters.FilterSet):
    interview = KeyFilter(field_name="interview_id", label="Interview")
    candidacy = KeyFilter(field_name="interview__candidacy_id", label="Candidacy")
    author = KeyFilter(field_name="author_id", label="Author")

    class Meta:
        model = Scorecard
        fields: list[str] = []


class BenchFilters(django_filters.FilterSet):
    profile = KeyFilter(field_name="candidacy__profile_id", label="Profile")
    candidacy = KeyFilter(field_name="candidacy_id", label="Candidacy")
    owner = KeyFilter(field_name="owner_id", label="Owner")
    tier = django_filters.ChoiceFilter(choices=Tier.choices, label="Tier")
    standing = django_filters.BooleanFilter(field_name="left_at", lookup_expr="isnull", label="Stands there now")
    due_to = django_filters.DateFilter(field_name="next_touch_date", lookup_expr="lte", label="Next touch up to")

    class Meta:
        model = BenchEntry
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
