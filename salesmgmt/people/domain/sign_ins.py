"""Keeps sign-ins in step with memberships: who has left can no longer sign in, who comes back can again."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from salesmgmt.accounts.models import User
from salesmgmt.events.domain.log import append_each
from salesmgmt.people.models import Company, Membership
from salesmgmt.people.models.line import reaching_beyond


@transaction.atomic
def settle_sign_ins(*, by: User | None, at: datetime, user: User | None = None) -> int:
    """Closes the sign-in of whoever has no place any more and opens that of whoever has one or will; of one person
    or of all. Returns how many changed. People who never had a place are left alone.
    """
    today = Company.objects.current().day_of(at)
    places = Membership.objects.filter(user=OuterRef("pk"))
    people = User.objects.filter(Exists(places))
    if user is not None:
        people = people.filter(pk=user.pk)
    belongs = Exists(places.filter(reaching_beyond(today)))
    closed = _switch(people.filter(~belongs), is_active=False, by=by, at=at)
    return closed + _switch(people.filter(belongs), is_active=True, by=by, at=at)


def _switch(people: QuerySet[User], *, is_active: bool, by: User | None, at: datetime) -> int:
    changing = people.filter(is_active=not is_active).select_for_update(no_key=True).order_by("pk")
    users = list(changing)
    User.objects.filter(pk__in=[user.pk for user in users]).update(is_active=is_active)
    kind = "sign_in.opened" if is_active else "sign_in.closed"
    append_each(kind=kind, facts=[(user, {}) for user in users], by=by, at=at)
    return len(users)
