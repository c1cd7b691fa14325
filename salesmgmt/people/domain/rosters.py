"""Brings many people in at once, as an import does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from salesmgmt.accounts.models import User
from salesmgmt.events.domain.log import append
from salesmgmt.people.domain.members import Place
from salesmgmt.people.models import Company, Membership, RoleGrant
from salesmgmt.people.standing import forget_standing


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody whose sign-in, place and roles are to be made.

    Without `start_date` nobody knows since when they hold the place; `manager_email` is a manager who comes with them.
    """

    email: str
    name: str
    place: Place
    roles: Sequence[str]
    start_date: date | None = None
    manager_email: str = ""


@transaction.atomic
def bring_in(*, newcomers: Sequence[Newcomer], by: User, at: datetime) -> list[User]:
    """Creates sign-ins without a password, memberships and role grants; these from today where no first day is known.

    One event tells of all of them, because they came together.
    """
    company = Company.objects.current()
    users = User.objects.bulk_create(
        User(email=newcomer.email, name=newcomer.name, password=make_password(None)) for newcomer in newcomers
    )
    together = list(zip(users, newcomers, strict=True))
    coming = {user.email.casefold(): user for user in users}
    Membership.objects.bulk_create(
        Membership(
            user=user,
            team=newcomer.place.team,
            manager=coming.get(newcomer.manager_email.casefold(), newcomer.place.manager),
            office=newcomer.place.office,
            role_profile=newcomer.place.role_profile,
            valid=DateRange(newcomer.start_date, None),
        )
        for user, newcomer in together
    )
    today = company.day_of(at)
    RoleGrant.objects.bulk_create(
        RoleGrant(user=user, role=role, valid=DateRange(newcomer.start_date or today, None))
        for user, newcomer in together
        for role in newcomer.roles
    )
    forget_standing(by)
    if users:
        append(kind="people.imported", subject=company, by=by, at=at, payload={"user_ids": [user.pk for user in users]})
    return users
