"""The list of people, narrowed by what stands in the address."""

from typing import Any

from django.db.models import QuerySet

from salesmgmt.accounts.models import User
from salesmgmt.people.queries.directory import holding, in_team, named, people_visible_to, with_places_and_roles


def people_matching(by: User, wanted: dict[str, Any]) -> QuerySet[User]:
    """People that `by` sees, by name: `q` in name or address, `team` or below, `role`, all today; `left` as well."""
    people = people_visible_to(by)
    if q := wanted.get("q"):
        people = named(people, q)
    if team := wanted.get("team"):
        people = in_team(people, team.pk)
    if role := wanted.get("role"):
        people = holding(people, role)
    if not wanted.get("left"):
        people = people.filter(is_active=True)
    return with_places_and_roles(people).order_by("name", "pk")
