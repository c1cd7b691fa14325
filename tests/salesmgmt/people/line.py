"""A manager line of any depth, written straight into the tables."""

from datetime import date
from itertools import pairwise

from django.db.backends.postgresql.psycopg_any import DateRange

from salesmgmt.accounts.models import User
from salesmgmt.people.models import Membership, Team

EVER = DateRange(date(2026, 1, 1), None)


def days(first: str | None, last: str | None = None) -> DateRange:
    """The half-open range between two ISO days."""
    return DateRange(*(date.fromisoformat(day) if day else None for day in (first, last)))


def person(name: str) -> User:
    return User.objects.create_user(f"{name}@line.example", name=name)


def place(user: User, team: Team, manager: User | None = None, valid: DateRange = EVER) -> Membership:
    return Membership.objects.create(user=user, team=team, manager=manager, valid=valid)


def chain(team: Team, depth: int) -> list[User]:
    """`depth` + 1 people, each the manager of the next."""
    people = [person(f"p{number}") for number in range(depth + 1)]
    place(people[0], team)
    for above, below in pairwise(people):
        place(below, team, above)
    return people
