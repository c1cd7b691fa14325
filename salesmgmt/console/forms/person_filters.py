"""What people can be narrowed by: the same filters in the address of the list, and over the API."""

import django_filters
from django.db.models import QuerySet

from salesmgmt.accounts.models import User
from salesmgmt.api.keys import KeyFilter, KeyFilterSet
from salesmgmt.people.choices import Role
from salesmgmt.people.queries.directory import holding, in_team, named


class PersonFilter(KeyFilterSet):
    search = django_filters.CharFilter(method="filter_search", label="Part of the name or address.")
    team = KeyFilter(method="filter_team", label="In this team or one below it today.")
    role = django_filters.ChoiceFilter(choices=Role.choices, method="filter_role", label="Holds this role today.")

    class Meta:
        model = User
        fields = {"email": ["exact"], "is_active": ["exact"]}

    def filter_search(self, people: QuerySet[User], name: str, value: str) -> QuerySet[User]:
        return named(people, value)

    def filter_team(self, people: QuerySet[User], name: str, value: int) -> QuerySet[User]:
        return in_team(people, value)

    def filter_role(self, people: QuerySet[User], name: str, value: str) -> QuerySet[User]:
        return holding(people, value)
