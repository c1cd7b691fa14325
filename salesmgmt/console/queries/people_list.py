"""The list of people, narrowed by what stands in the address."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Q, QuerySet

from salesmgmt.accounts.models import User
from salesmgmt.people.models import Membership, RoleGrant
from salesmgmt.people.models.line import IsAnyOf, team_and_below
from salesmgmt.people.queries.directory import people_visible_to, with_places_and_roles


def people_matching(by: User, wanted: dict[str, Any]) -> QuerySet[User]:
    """People that `by` sees, by name: `q` in name or address, `team` or below, `role`, all today; `left` as well."""
    people = people_visible_to(by)
    if q := wanted.get("q"):
        people = people.filter(Q(name__icontains=q) | Q(email__icontains=q))
    if team := wanted.get("team"):
        members = Membership.objects.today().filter(IsAnyOf(F("team_id"), team_and_below(team.pk)))
        people = people.filter(IsAnyOf(F("pk"), ArraySubquery(members.values("user_id"))))
    if role := wanted.get("role"):
        people = people.filter(pk__in=RoleGrant.objects.today().filter(role=role).values("user"))
    if not wanted.get("left"):
        people = people.filter(is_active=True)
    return with_places_and_roles(people).order_by("name", "pk")
