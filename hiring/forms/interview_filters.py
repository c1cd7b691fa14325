"""What interviews can be narrowed by: the same filters in the address of the list and over the API. None of them asks
what a scorecard says, only whether it is in."""

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from hiring.choices import InterviewState
from hiring.models import Interview, Panelist, Scorecard
from hiring.queries.naming import naming
from salesmgmt.api.instants import InstantFilter
from salesmgmt.api.keys import KeyFilter

SCORECARDS = (("missing", "Missing"), ("in", "All in"))
MINE = (("sit", "I sit in"), ("owe", "I owe a scorecard"))


class InterviewFilters(django_filters.FilterSet):
    search = django_filters.CharFilter(method="filter_search", label="Word in name, address, headline or location")
    candidacy = KeyFilter(field_name="candidacy_id", label="Candidacy")
    profile = KeyFilter(field_name="candidacy__profile_id", label="Profile")
    stage = KeyFilter(field_name="stage_id", label="Stage")
    panelist = KeyFilter(field_name="panel__user_id", label="Somebody on the panel")
    state = django_filters.ChoiceFilter(choices=InterviewState.choices, label="State")
    scorecards = django_filters.ChoiceFilter(
        method="filter_scorecards", choices=SCORECARDS, label="Whether scorecards of an interview that began are in"
    )
    mine = django_filters.ChoiceFilter(method="filter_mine", choices=MINE, label="What you have to do with it")
    scheduled_from = InstantFilter(field_name="scheduled_at", lookup_expr="gte", label="From")
    scheduled_before = InstantFilter(field_name="scheduled_at", lookup_expr="lt", label="Before")

    class Meta:
        model = Interview
        fields: list[str] = []

    def filter_search(self, rows: QuerySet[Interview], name: str, value: str) -> QuerySet[Interview]:
        for word in value.split():
            rows = rows.filter(naming(word, at="candidacy__candidate__"))
        return rows

    def filter_scorecards(self, rows: QuerySet[Interview], name: str, value: str) -> QuerySet[Interview]:
        seats = Panelist.objects.filter(interview=OuterRef("pk"))
        if value == "missing":
            return rows.filter(begun(), Exists(seats.without_scorecard()))
        written = Scorecard.objects.filter(
            interview=OuterRef("interview"), author=OuterRef("user"), submitted_at__isnull=False
        )
        open_seats = seats.exclude(Exists(written))
        return rows.exclude(state=InterviewState.CANCELLED).filter(Exists(seats), ~Exists(open_seats))

    def filter_mine(self, rows: QuerySet[Interview], name: str, value: str) -> QuerySet[Interview]:
        seats = Panelist.objects.filter(interview=OuterRef("pk"), user=self.request.user)
        return rows.filter(Exists(seats)) if value == "sit" else rows.filter(begun(), Exists(seats.without_scorecard()))


def begun() -> Q:
    """That it was held, or its time has come."""
    return Q(state=InterviewState.HELD) | Q(scheduled_at__lte=Now())
