"""Where the owner of a deal stood in the company on the day of a fact: manager, team and office."""

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.expressions import Combinable

from salesmgmt.people.models import Membership


def owner_membership(*, owner: str = "was__owner_id", day: str | Combinable = "fact_day") -> QuerySet[Membership]:
    """The owner's membership on the day; of an outer query that has both columns."""
    when = OuterRef(day) if isinstance(day, str) else day
    return Membership.objects.filter(user=OuterRef(owner), valid__contains=when)


def of_owner(fact: str) -> Subquery:
    """A column of that membership, such as `manager__name`."""
    return Subquery(owner_membership().values(fact)[:1])
