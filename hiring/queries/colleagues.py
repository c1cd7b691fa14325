"""Who works in hiring: who may own candidates, and who may sit in interviews."""

from dataclasses import dataclass

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import QuerySet

from salesmgmt.accounts.models import User
from salesmgmt.people.choices import Role
from salesmgmt.people.models import RoleGrant

WORKING = (Role.MANAGER, Role.RECRUITER, Role.ADMIN)
INTERVIEWING = (Role.INTERVIEWER, Role.MANAGER, Role.RECRUITER)


@dataclass(frozen=True, slots=True)
class Colleague:
    pk: int
    name: str
    is_worker: bool
    is_interviewer: bool


def holding(*roles: str) -> QuerySet[User]:
    grants = RoleGrant.objects.today().filter(role__in=roles)
    return User.objects.filter(is_active=True, pk__in=grants.values("user_id")).order_by("name", "pk")


def workers() -> QuerySet[User]:
    """Those who enter and move candidates, by name."""
    return holding(*WORKING)


def interviewers() -> QuerySet[User]:
    """Those who may sit in interviews, by name."""
    return holding(*INTERVIEWING)


def colleagues() -> list[Colleague]:
    """All of them, in one query."""
    grants = RoleGrant.objects.today().filter(role__in={*WORKING, *INTERVIEWING}, user__is_active=True)
    rows = grants.values("user_id", "user__name").annotate(held=ArrayAgg("role")).order_by("user__name", "user_id")
    return [
        Colleague(
            row["user_id"],
            row["user__name"],
            is_worker=not set(WORKING).isdisjoint(row["held"]),
            is_interviewer=not set(INTERVIEWING).isdisjoint(row["held"]),
        )
        for row in rows
    ]
