"""Who is here, with today's place and roles."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Prefetch, Q, QuerySet

from salesmgmt.accounts.models import User
from salesmgmt.people.models import Membership, RoleGrant
from salesmgmt.people.models.line import IsAnyOf, line_of, team_and_below
from salesmgmt.people.rules import sees_everyone


def people_visible_to(user: User) -> QuerySet[User]:
    """Admins see everyone; everybody else themselves and the people below them in today's manager line."""
    if sees_everyone(user):
        return User.objects.all()
    return User.objects.filter(IsAnyOf(F("pk"), line_of(user)))


def with_places_and_roles(people: QuerySet[User]) -> QuerySet[User]:
    """Each person gets `places_today` (at most one membership) and `grants_today`, in two queries for all."""
    places = Membership.objects.today().select_related("team", "manager", "office", "role_profile")
    grants = RoleGrant.objects.today().select_related("team").order_by("role", "pk")
    return people.prefetch_related(
        Prefetch("memberships", places, to_attr="places_today"),
        Prefetch("role_grants", grants, to_attr="grants_today"),
    )


def named(people: QuerySet[User], words: str) -> QuerySet[User]:
    """Those with `words` in their name or address."""
    return people.filter(Q(name__icontains=words) | Q(email__icontains=words))


def in_team(people: QuerySet[User], team_id: int) -> QuerySet[User]:
    """Those who stand in a team or one below it today."""
    members = Membership.objects.today().filter(IsAnyOf(F("team_id"), team_and_below(team_id)))
    return people.filter(IsAnyOf(F("pk"), ArraySubquery(members.values("user_id"))))


def holding(people: QuerySet[User], role: str) -> QuerySet[User]:
    """Those who hold a role today."""
    return people.filter(pk__in=RoleGrant.objects.today().filter(role=role).values("user"))
