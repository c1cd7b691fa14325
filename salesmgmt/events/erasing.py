"""The doors by which words about a person come into the product: each app names its own in its `erasure.py`.

Whoever erases a person goes through every door, counts what stands behind it and has it removed or blanked; a table
with free text that hangs on a person and has no door fails a test (tests/hiring/erasure).
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, Q, QuerySet, TextField
from django.db.models.functions import Cast

from salesmgmt.accounts.models import User

SHORTEST_WORD = 6
"""Shorter ones stand in too many texts that are about others."""


@dataclass(frozen=True, slots=True)
class Erased:
    """Who is erased: the numbers of all their rows by kind, those merged into them included, and the words by which
    texts that hang on no row name them: addresses, telephone numbers, full names, in small letters. `key` names the
    erasure in the keys of its jobs."""

    key: str
    rows: Mapping[str, frozenset[int]]
    words: frozenset[str]
    by: User | None
    at: datetime

    def of(self, model: type[Model]) -> frozenset[int]:
        return self.rows.get(model._meta.label_lower, frozenset())

    def are_about(self, kind_field: str = "subject_kind", number_field: str = "subject_id") -> Q:
        """Rows that name one of theirs by kind and number."""
        found = Q(pk__in=[])
        for kind, numbers in self.rows.items():
            found |= Q(**{kind_field: kind, f"{number_field}__in": numbers})
        return found

    def name_them(self, rows: QuerySet[Any], *columns: str) -> Q:
        """Rows in which one of the columns, whatever its type, says one of the words; for `rows` made by `as_texts`."""
        found = Q(pk__in=[])
        for column in columns:
            for word in self.words:
                found |= Q(**{f"{column}_said__icontains": word})
        return found


def as_texts(rows: QuerySet[Any], *columns: str) -> QuerySet[Any]:
    """With each column as a text beside it."""
    return rows.annotate(**{f"{column}_said": Cast(column, TextField()) for column in columns})


@dataclass(frozen=True, slots=True)
class Door:
    """One way in. `count` says how many things stand behind it (None: that is nobody's business), `erase` removes or
    blanks them in the caller's transaction; doors are gone through by `order`. `models` are the tables that it cleans.
    """

    code: str
    title: str
    models: Collection[type[Model]]
    count: Callable[[Erased], int | None]
    erase: Callable[[Erased], Any]
    order: int = 50


_doors: dict[str, Door] = {}


def register_door(door: Door) -> Door:
    """Raises ValueError for a code that is taken."""
    if door.code in _doors:
        raise ValueError(f"{door.code} is declared twice: a door has one declaration.")
    _doors[door.code] = door
    return door


def doors() -> list[Door]:
    return sorted(_doors.values(), key=lambda door: (door.order, door.code))


def deleting(
    code: str, title: str, rows: Callable[[Erased], QuerySet[Any]], *, model: type[Model], order: int = 50
) -> Door:
    """A door behind which rows go."""
    return register_door(
        Door(code, title, (model,), lambda of: rows(of).count(), lambda of: rows(of).delete(), order=order)
    )


def blanking(
    code: str,
    title: str,
    rows: Callable[[Erased], QuerySet[Any]],
    *,
    model: type[Model],
    to: Mapping[str, Any],
    order: int = 50,
) -> Door:
    """A door behind which rows stay, for they are counted, and say nothing any more."""

    def saying(of: Erased) -> QuerySet[Any]:
        something = Q(pk__in=[])
        for field, value in to.items():
            something |= ~Q(**{f"{field}__isnull" if value is None else field: True if value is None else value})
        return rows(of).filter(something)

    return register_door(
        Door(code, title, (model,), lambda of: saying(of).count(), lambda of: saying(of).update(**to), order=order)
    )
