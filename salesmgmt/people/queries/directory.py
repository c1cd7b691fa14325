"""Who is here, with today's place and roles."""

from django.db.models import F, Prefetch, QuerySet

from salesmgmt.accounts.models import User
from salesmgmt.people.models import Membership, RoleGrant
from salesmgmt.people.models.line import IsAnyOf, line_of
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
