"""Rows that many tests begin with: made once in a process through the domain, and written again as they were."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.apps import apps
from django.db import connection, models, transaction
from psycopg import sql

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True)
class Snapshot:
    """Rows of some tables, as statements that write them again."""

    statements: str

    @classmethod
    def take(cls, *, besides: Collection[str] = (), known: Mapping[str, list[str]] | None = None) -> "Snapshot":
        """Every table's rows but those of the tables that `besides` names and those that `known` holds."""
        with connection.cursor() as cursor:
            parts = [
                each.as_string(cursor.connection)
                for model in _models()
                if model._meta.db_table not in besides
                for each in _statements(cursor, model, (known or {}).get(model._meta.db_table, []))
            ]
        return cls(";\n".join(parts))

    def write(self) -> None:
        """Past triggers: they would add up a second time what stands in the rows, and rows come in the order of their
        tables, which is not that in which they came first."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE NONE; SET LOCAL session_replication_role = replica")
            cursor.execute(self.statements)
            cursor.execute("SET LOCAL session_replication_role = origin; RESET ROLE")


_written: dict[str, tuple[tuple[int, int], Snapshot, type[models.Model], int]] = {}


def written_once(name: str, make: Callable[[], Row]) -> Row:
    """What `make` gives, made by the first test of a process and written again, with the same numbers, for each other
    that stands where the first one stood; where the log says that more was done, it is made again.

    `make` adds rows and changes none: one that it changed would be refused as there already.
    """
    stands = _end_of_the_log()
    if name not in _written:
        known = _lines()
        row = make()
        _written[name] = stands, Snapshot.take(known=known), type(row), row.pk
        return row
    stood, snapshot, model, pk = _written[name]
    if stands != stood:
        return make()
    snapshot.write()
    return model._base_manager.get(pk=pk)


def _end_of_the_log() -> tuple[int, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), coalesce(max(id), 0) FROM events_event")
        return cursor.fetchone()


def _lines() -> dict[str, list[str]]:
    """The rows of each table, as text."""
    asked = sql.SQL(" UNION ALL ").join(
        sql.SQL("SELECT {}, array_agg(t::text) FROM {} t").format(sql.Literal(name), sql.Identifier(name))
        for name in (model._meta.db_table for model in _models())
    )
    with connection.cursor() as cursor:
        cursor.execute(asked.as_string(cursor.connection))
        return {name: lines for name, lines in cursor.fetchall() if lines}


def filled_tables() -> set[str]:
    names = [model._meta.db_table for model in _models()]
    asked = sql.SQL(" UNION ALL ").join(
        sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})").format(sql.Literal(name), sql.Identifier(name))
        for name in names
    )
    with connection.cursor() as cursor:
        cursor.execute(asked.as_string(cursor.connection))
        return {name for (name,) in cursor.fetchall()}


def _models() -> list[type[models.Model]]:
    by_table = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    return [model for _, model in sorted(by_table.items()) if model._meta.managed]


def _statements(cursor, model: type[models.Model], known: list[str]) -> Iterator[sql.Composed]:
    """The rows of a table, and its sequence moved behind them: it may have been set back since."""
    table, key = sql.Identifier(model._meta.db_table), model._meta.pk.column
    asked = sql.SQL("SELECT json_agg(t)::text FROM {} t WHERE t::text <> ALL(%s::text[])").format(table)
    cursor.execute(asked.as_string(cursor.connection), [known])
    (rows,) = cursor.fetchone()
    if rows is None:
        return
    stored = [field.column for field in model._meta.concrete_fields if not isinstance(field, models.GeneratedField)]
    columns = sql.SQL(", ").join(map(sql.Identifier, stored))
    yield sql.SQL("INSERT INTO {0} ({1}) SELECT {1} FROM json_populate_recordset(NULL::{0}, {2})").format(
        table, columns, sql.Literal(rows)
    )
    cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [model._meta.db_table, key])
    (sequence,) = cursor.fetchone()
    if sequence is not None:
        yield sql.SQL("SELECT setval({0}, greatest((SELECT max({1}) FROM {2}), nextval({0})))").format(
            sql.Literal(sequence), sql.Identifier(key), table
        )
