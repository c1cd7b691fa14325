"""Statements of many branches, drawn up once for everybody of the same roles and everything typed of the same shape.

The ORM takes longer to draw up thirty queries than the database to answer them. What `visible_to` makes of a person
depends on their standing and, in the statement, on their number; so it is asked for somebody of that standing whose
number, like the words, is put in later. It may not ask the database itself meanwhile: that would be remembered.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from salesmgmt.accounts.models import User
from salesmgmt.common.drawn import put_in, without_asking
from salesmgmt.common.planning import planned
from salesmgmt.people.standing import Standing, said_of
from salesmgmt.search.kinds import Facts, SearchKind, row_kind
from salesmgmt.search.queries.branches import Asked
from salesmgmt.search.typed import Typed

Found = tuple[str, int, str, Facts]
Branches = Callable[[SearchKind, User, Asked, int], Iterable[QuerySet[Any]]]


@dataclass(frozen=True, slots=True)
class Shape:
    """What was typed, without what it says."""

    count: int
    is_long: bool
    may_swap: bool
    may_slip: bool
    text = "\x02text"
    query = "\x02query"

    @classmethod
    def of(cls, typed: Typed) -> "Shape":
        return cls(len(typed.words), typed.is_long, typed.may_swap, typed.may_slip)

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(f"\x02{number}" for number in range(self.count))

    @property
    def swapped(self) -> tuple[str, ...]:
        return tuple(f"\x02swapped {number}" for number in range(self.count))


def found_by(branches: Branches, user: User, typed: Typed, *, each: int, codes: tuple[str, ...]) -> list[Found]:
    """What `branches` of these kinds find for a person, up to `each` rows a branch."""
    shape = Shape.of(typed)
    statement = _statement(branches, Standing.of(user), shape, each, codes)
    if statement is None:
        return []
    said = said_of(user) | {shape.text: typed.text, shape.query: typed.query}
    said |= dict(zip(shape.words + shape.swapped, typed.words + typed.swapped, strict=True))
    sql, values = statement
    # A word that begins others is taken for one in fifty of all texts, so that workers would be called for nearly none
    with planned(max_parallel_workers_per_gather="0"), connection.cursor() as cursor:
        cursor.execute(sql, put_in(values, said))
        return [(code, fit, where, json.loads(facts)) for code, fit, where, facts in cursor.fetchall()]


def found_in(rows: list[QuerySet[Any]]) -> list[Found]:
    """What branches find that are asked as they are."""
    return list(united(rows)) if rows else []


def united(rows: list[QuerySet[Any]]) -> QuerySet[Any]:
    return rows[0].union(*rows[1:], all=True) if rows[1:] else rows[0]


@lru_cache(maxsize=500)
def _statement(
    branches: Branches, standing: Standing, shape: Shape, each: int, codes: tuple[str, ...]
) -> tuple[str, tuple[Any, ...]] | None:
    """SQL and its parameters; None where nothing can be found."""
    with without_asking():
        somebody = standing.somebody()
        rows = [branch for code in codes for branch in branches(row_kind(code), somebody, shape, each)]
        try:
            return united(rows).query.get_compiler(connection=connection).as_sql() if rows else None
        except EmptyResultSet:
            return None
