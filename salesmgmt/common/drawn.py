"""Statements drawn up once, and asked again and again: the ORM takes longer to draw many of them up than the database
to answer.

    @cache
    def _published() -> Drawn:
        return Drawn(lambda: Stage.objects.filter(…).select_related("process_version"))

    stages = _published().rows()

What differs from one time to the next stands in the statement as a number, text, day or instant that stands for it, and
is put in where it is asked: `Drawn(lambda: Deal.objects.filter(owner=SOMEBODY)).rows({SOMEBODY: user.pk})`. Rows are
read anew each time; nothing is kept but how they are asked for.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from copy import copy
from datetime import date
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BigIntegerField, QuerySet, Value

Said = Mapping[int | str | date, Any]
THESE = -(2**60)
"""Stands for a list of numbers that is put in; see `these`."""


class AsksMeanwhile(RuntimeError):
    """What is drawn up once asked the database, or the clock: the answer would be remembered with it."""


class Drawn:
    """A queryset, of models or of values, as SQL. Raises AsksMeanwhile where `rows` asks the database itself."""

    def __init__(self, rows: Callable[[], QuerySet[Any]]) -> None:
        with without_asking():
            self._queryset = rows()
            self._compiler = self._queryset.query.get_compiler(connection=connection)
            try:
                self._sql, self.values = self._compiler.as_sql()
            except EmptyResultSet:
                self._sql, self.values = "", ()

    def rows(self, said: Said | None = None) -> list[Any]:
        """The rows that there are now, with `said` in the place of what stood for it."""
        return self._asked(self._sql, put_in(self.values, said or {})) if self._sql else []

    def rows_of_each(self, said: Sequence[Said]) -> list[Any]:
        """The rows for each that is said, one after the other, in one statement."""
        if not self._sql or not said:
            return []
        values = tuple(value for each in said for value in put_in(self.values, each))
        return self._asked(" UNION ALL ".join([f"({self._sql})"] * len(said)), values)

    def _asked(self, *statement: Any) -> list[Any]:
        compiler = copy(self._compiler)
        compiler.as_sql = lambda *_, **__: statement
        asked: QuerySet[Any] = QuerySet(self._queryset.model, query=_Query(self._queryset.query, compiler))
        for name in ("_iterable_class", "_fields", "_prefetch_related_lookups"):
            setattr(asked, name, getattr(self._queryset, name))
        return list(asked)


class _Query:
    """Stands in a queryset for a query whose statement is there already."""

    def __init__(self, query: Any, compiler: Any) -> None:
        self._query, self._compiler = query, compiler

    def get_compiler(self, using: str) -> Any:
        return self._compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self._query, name)


def these() -> Value:
    """The list of numbers that is said for THESE: `IsAnyOf(F("pk"), these())`, and `rows({THESE: keys})`."""
    return Value([THESE], output_field=ArrayField(BigIntegerField()))


def put_in(values: Sequence[Any], said: Said) -> tuple[Any, ...]:
    """A statement's values with `said` in the place of what stood for it; a list of one number stands for a list."""
    return tuple(_put(value, said) for value in values)


def _put(value: Any, said: Said) -> Any:
    if isinstance(value, list):
        return said.get(value[0], value) if len(value) == 1 and isinstance(value[0], int) else value
    return said.get(value, value) if isinstance(value, str | int | date) else value


def without_asking() -> AbstractContextManager[None]:
    """In which a statement is drawn up: whatever asks the database meanwhile raises AsksMeanwhile."""
    wrapper: AbstractContextManager[None] = connection.execute_wrapper(_refuse)
    return wrapper


def _refuse(execute: Any, sql: str, *_: Any) -> None:
    raise AsksMeanwhile(f"This asks the database while a statement is drawn up, and would be remembered: {sql}")
