"""Where the owner of a deal or an order stood in the company on the day of a fact: manager, team and office.

A join rather than a query for each row: PostgreSQL hashes the memberships once by person, and a person has one on a
day (exclusion constraint), so that no deal is doubled.
"""

from typing import Any

from django.db.models import F, FilteredRelation, OuterRef, Q, QuerySet, Value
from django.db.models.functions import TruncDate

from salesmgmt.people.models import Membership
from salesmgmt.people.models.line import IsAnyOf, team_and_below


def with_owner_place(rows: QuerySet[Any], owner: str) -> QuerySet[Any]:
    """Rows that have an owner and `fact_day`, with `place`: the owner's membership on that day.

    Without a membership on the day, `place` is null. It is joined only where it is used. Each fact is held against
    every membership that its owner ever had: by two days, which takes a fraction of the time of a range, except where
    the fact's day has to be worked out of an instant, which the range asks for once and the days twice.
    """
    path, day = f"{owner}__memberships", F("fact_day")
    by_range = isinstance(rows.query.annotations["fact_day"], TruncDate)
    days = {"valid__contains": day} if by_range else {"first_day__lte": day, "last_day__gte": day}
    on_the_day = Q(**{f"{path}__{lookup}": value for lookup, value in days.items()})
    return rows.annotate(place=FilteredRelation(path, condition=on_the_day))


def of_team(rows: QuerySet[Any], team: int) -> QuerySet[Any]:
    """Those of them whose owner was in a team, or in one below it."""
    return rows.filter(IsAnyOf(F("place__team_id"), team_and_below(team)))


def members_on(day: Value, team: int) -> QuerySet[Membership]:
    """The memberships, in a team or below, of an outer query's `owner_id` on a day."""
    return Membership.objects.filter(
        IsAnyOf(F("team_id"), team_and_below(team)), user=OuterRef("owner_id"), valid__contains=day
    )
