"""Whose journeys a manager sees: those of today's line, and of people on their way in or out of it."""

from django.db.models import BigIntegerField, Exists, F, OuterRef, Q, Subquery

from salesmgmt.accounts.models import User
from salesmgmt.people.models import Membership
from salesmgmt.people.models.line import IsAnyOf, line_of


def under(head: User, *, person: str = "user_id") -> Q:
    """Rows whose person (a column's name) is `head` or stands below in today's manager line.

    Who has no place today, because they start later or have left, is seen by the line of their last manager.
    """
    places = Membership.objects.filter(user=OuterRef(person))
    last_manager = Subquery(places.order_by("-valid").values("manager_id")[:1], output_field=BigIntegerField())
    elsewhere = ~Q(Exists(places.today())) & Q(IsAnyOf(last_manager, line_of(head)))
    return Q(IsAnyOf(F(person), line_of(head))) | elsewhere
