"""Keyset paging: one page of a queryset from a place in it, by comparing rows, never by counting them off.

The order is one column, then the key. Unknown values come last upwards and first downwards, as PostgreSQL's own index
order has it, so that one index serves both directions and descending is exactly the reverse of ascending.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import FieldDoesNotExist
from django.db.models import BooleanField, F, Func, Q, QuerySet, Value

from salesmgmt.api.cursors import Cursor
from salesmgmt.common.folding import Folded, by_name
from salesmgmt.people.models.line import IsAnyOf

FOLDED = by_name("")
Joined = Callable[[QuerySet[Any]], QuerySet[Any]]


@dataclass(frozen=True)
class Order:
    """How a list is ordered: the name clients use (with `-` when descending) and the column behind it, which may be
    read folded (`common.folding.by_name`).
    """

    name: str
    column: str

    @property
    def descending(self) -> bool:
        return self.name.startswith("-")


@dataclass(frozen=True)
class Page:
    rows: list[Any]
    next: Cursor | None
    previous: Cursor | None


def page_of(
    queryset: QuerySet[Any], order: Order, *, cursor: Cursor | None, limit: int, joined: Joined | None = None
) -> Page:
    """At most `limit` rows after (or before) the cursor, in at most two queries. `joined` adds what is shown of rows
    to those of the page alone, once they are found: in the same query, of which the planner then knows that they are
    few."""
    if cursor is None:
        return page_at(list(first_rows(queryset, order, limit=limit, joined=joined)), order, cursor=None, limit=limit)
    rows: list[Any] = []
    descending = order.descending != cursor.backwards
    ordered = _ordered(queryset, order.column, descending)
    for section in _sections(queryset, order.column, descending, cursor):
        found = ordered.filter(section)[: limit + 1 - len(rows)]
        rows += _with(joined, found, order.column, descending) if joined else found
        if len(rows) > limit:
            break
    return page_at(rows, order, cursor=cursor, limit=limit)


def first_rows(queryset: QuerySet[Any], order: Order, *, limit: int, joined: Joined | None = None) -> QuerySet[Any]:
    """Those of the first page, and one more, which tells that there is another."""
    found = _ordered(queryset, order.column, order.descending)[: limit + 1]
    return _with(joined, found, order.column, order.descending) if joined else found


def _with(joined: Joined, found: QuerySet[Any], column: str, descending: bool) -> QuerySet[Any]:
    rows = joined(found.model._default_manager.filter(IsAnyOf(F("pk"), ArraySubquery(found.values("pk")))))
    return _ordered(rows, column, descending)


def page_at(rows: list[Any], order: Order, *, cursor: Cursor | None, limit: int) -> Page:
    """The page that rows from the cursor on are, if there may be one more of them than it has."""
    backwards = cursor is not None and cursor.backwards
    more = len(rows) > limit
    rows = rows[:limit]
    if backwards:
        rows.reverse()
    has_next, has_previous = (True, more) if backwards else (more, cursor is not None)
    return Page(
        rows,
        next=_at(rows[-1], order) if rows and has_next else None,
        previous=_at(rows[0], order, backwards=True) if rows and has_previous else None,
    )


def _ordered(queryset: QuerySet[Any], column: str, descending: bool) -> QuerySet[Any]:
    names = ["pk"] if column == "pk" else [column, "pk"]
    return queryset.order_by(*(F(name).desc() if descending else F(name).asc() for name in names))


def _sections(queryset: QuerySet[Any], column: str, descending: bool, cursor: Cursor) -> list[Q]:
    """Conditions whose rows, one after the other, are everything beyond the cursor.

    Known and unknown values are fetched apart: `(column, pk) > (…) OR column IS NULL` could not use an index.
    """
    side = "lt" if descending else "gt"
    if column == "pk":
        return [Q((f"pk__{side}", cursor.pk))]
    unknown = Q((f"{column}__isnull", True))
    if cursor.value is None:
        within = unknown & Q((f"pk__{side}", cursor.pk))
        return [within, ~unknown] if descending else [within]
    beyond = Q(_beyond(column, "<" if descending else ">", cursor))
    return [beyond] if descending or not _nullable(queryset, column) else [beyond, unknown]


class _Compare(Func):
    template = "%(expressions)s"
    output_field = BooleanField()


def _beyond(column: str, sign: str, cursor: Cursor) -> Func:
    """`ROW(column, pk) > ROW(value, pk)`: one range of an index over both."""
    value = Folded(Value(cursor.value)) if column.endswith(FOLDED) else Value(cursor.value)
    place = Func(value, Value(cursor.pk), function="ROW")
    return _Compare(Func(F(column), F("pk"), function="ROW"), place, arg_joiner=f" {sign} ")


def _nullable(queryset: QuerySet[Any], column: str) -> bool:
    try:
        field = queryset.model._meta.get_field(column.removesuffix(FOLDED))
    except FieldDoesNotExist:  # an annotation or a path through a relation
        return True
    return bool(getattr(field, "null", True))


def _at(row: Any, order: Order, *, backwards: bool = False) -> Cursor:
    return Cursor(order.name, _read(row, order.column), _read(row, "pk"), backwards)


def _read(row: Any, column: str) -> Any:
    """The column's value in a row, which is a model instance (a folded name is read as it is, and folded again where
    it is compared) or a dictionary of `values()`."""
    if isinstance(row, dict):
        return row[column]
    for part in column.removesuffix(FOLDED).split("__"):
        row = getattr(row, part, None)
    return row
