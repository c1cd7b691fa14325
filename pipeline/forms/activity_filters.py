"""What activities can be narrowed by: the same filters in the address of the list and over the API."""

from datetime import date, timedelta

import django_filters
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, QuerySet

from pipeline.choices import ActivityKind, ActivityOutcome
from pipeline.models import Activity
from salesmgmt.api.instants import InstantFilter
from salesmgmt.api.keys import KeyFilter
from salesmgmt.common.period import day_start
from salesmgmt.people.models import Company, Membership
from salesmgmt.people.models.line import IsAnyOf, team_and_below


class ActivityFilters(django_filters.FilterSet):
    search = django_filters.CharFilter(field_name="deal__name", lookup_expr="icontains", label="Name of the deal")
    deal = KeyFilter(field_name="deal_id", label="Deal")
    user = KeyFilter(field_name="user_id", label="Who did it")
    team = KeyFilter(method="filter_team", label="Team today of who did it, with the teams below")
    kind = django_filters.ChoiceFilter(choices=ActivityKind.choices, label="Kind")
    outcome = django_filters.ChoiceFilter(choices=ActivityOutcome.choices, label="What came of it")
    verified = django_filters.BooleanFilter(
        field_name="verified_by", lookup_expr="isnull", exclude=True, label="Whether somebody else saw it"
    )
    day_from = django_filters.DateFilter(method="filter_from", label="From this day, in the company's zone")
    day_to = django_filters.DateFilter(method="filter_to", label="Up to and on this day, in the company's zone")
    happened_from = InstantFilter(field_name="happened_at", lookup_expr="gte", label="From")
    happened_before = InstantFilter(field_name="happened_at", lookup_expr="lt", label="Before")

    class Meta:
        model = Activity
        fields: list[str] = []

    def filter_team(self, rows: QuerySet[Activity], name: str, value: int) -> QuerySet[Activity]:
        members = Membership.objects.today().filter(IsAnyOf(F("team_id"), team_and_below(value)))
        return rows.filter(IsAnyOf(F("user_id"), ArraySubquery(members.values("user_id"))))

    def filter_from(self, rows: QuerySet[Activity], name: str, value: date) -> QuerySet[Activity]:
        if value == date.min:
            return rows
        return rows.filter(happened_at__gte=day_start(value, Company.objects.current().zone))

    def filter_to(self, rows: QuerySet[Activity], name: str, value: date) -> QuerySet[Activity]:
        if value == date.max:
            return rows
        return rows.filter(happened_at__lt=day_start(value + timedelta(days=1), Company.objects.current().zone))
