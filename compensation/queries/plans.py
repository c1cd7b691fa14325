"""Plans as their list shows them."""

from dataclasses import dataclass

from django.db.models import Count

from compensation.models import Assignment, PlanVersion
from salesmgmt.accounts.models import User
from salesmgmt.people.models.line import company_today


@dataclass(frozen=True, slots=True)
class ListedVersion:
    version: PlanVersion
    people: int


def latest_versions(user: User) -> list[ListedVersion]:
    """The versions that a person may see, newest first in each plan, with how many of the people they see are on it."""
    versions = PlanVersion.objects.visible_to(user).select_related("plan").order_by("plan__name", "-number")
    seen = Assignment.objects.visible_to(user)
    today = dict(
        seen.filter(valid__contains=company_today()).values_list("plan_version").annotate(Count("pk")).order_by()
    )
    return [ListedVersion(version, today.get(version.pk, 0)) for version in versions]
