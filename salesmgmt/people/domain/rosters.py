"""Brings many people in at once, as an import does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from salesmgmt.accounts.models import User
from salesmgmt.events.domain.log import append
from salesmgmt.people.domain.members import Place
from salesmgmt.people.models import Company, Membership, RoleGrant


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody whose sign-in, place and roles are to be made; since when they hold the place is not known."""

    email: str
    name: str
    place: Place
    roles: Sequence[str]


@transaction.atomic
def bring_in(*, newcomers: Sequence[Newcomer], by: User, at: datetime) -> list[User]:
    """Creates sign-ins without a password, memberships without a first day and role grants from today on.

    One event tells of all of them, because they came together.
    """
    company = Company.objects.current()
    users = User.objects.bulk_create(
        User(email=newcomer.email, name=newcomer.name, password=make_password(None)) for newcomer in newcomers
    )
    together = list(zip(users, newcomers, strict=True))
    Membership.objects.bulk_create(
        Membership(
            user=user,
            team=newcomer.place.team,
            manager=newcomer.place.manager,
            office=newcomer.place.office,
            role_profile=newcomer.place.role_profile,
            valid=DateRange(None, None),
        )
        for user, newcomer in together
    )
    today = DateRange(company.day_of(at), None)
    RoleGrant.objects.bulk_create(
        RoleGrant(user=user, role=role, valid=today) for user, newcomer in together for role in newcomer.roles
    )
    if users:
        append(kind="people.imported", subject=company, by=by, at=at, payload={"user_ids": [user.pk for user in users]})
    return users
