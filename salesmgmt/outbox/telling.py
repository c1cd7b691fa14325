"""Saying what notifications are about, for kinds whose subject is one row that `visible_to` guards."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from salesmgmt.accounts.models import User
from salesmgmt.outbox import registry
from salesmgmt.outbox.models import Notification
from salesmgmt.outbox.registry import Telling

Row = TypeVar("Row", bound=Model)


def describe_rows(
    notifications: Sequence[Notification],
    *,
    rows: Callable[[User], QuerySet[Any]],
    tell: Callable[[Any, Notification], Telling | None],
) -> dict[int, Telling]:
    """What each notification says, by its number; without those whose row the person no longer sees.

    `rows(person)` are the rows that the person sees now, `tell(row, notification)` the words, or None where nothing is
    left to say. One query a person.
    """
    told = {}
    for person, theirs in _by_person(notifications).items():
        found = rows(person).in_bulk({each.subject_id for each in theirs})
        for each in theirs:
            row = found.get(each.subject_id)
            telling = tell(row, each) if row is not None else None
            if telling is not None:
                told[each.pk] = telling
    return told


def told(notifications: Sequence[Notification]) -> Mapping[int, Telling]:
    """Every notification that has something to say, by its number; one `describe` a kind."""
    by_kind = defaultdict(list)
    for each in notifications:
        by_kind[each.kind].append(each)
    said: dict[int, Telling] = {}
    for code, those in by_kind.items():
        kind = registry.kind_of(code)
        if kind is not None:
            said |= kind.describe(those)
    return said


def _by_person(notifications: Sequence[Notification]) -> dict[User, list[Notification]]:
    by_person = defaultdict(list)
    for each in notifications:
        by_person[each.person].append(each)
    return by_person
