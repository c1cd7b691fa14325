"""Rows as PostgreSQL says them, so that they can be put back exactly as they were."""

import json
from decimal import Decimal
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models

Row = dict[str, Any]


def row_of(model: type[models.Model], pk: int) -> Row:
    """Every column; numbers with a point keep all their digits, as text."""
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT to_jsonb(kept)::text FROM {table} AS kept WHERE id = %s", [pk])  # noqa: S608
        (said,) = cursor.fetchone()
    found: Row = json.loads(json.dumps(json.loads(said, parse_float=Decimal), cls=DjangoJSONEncoder))
    return found


def put_back(model: type[models.Model], row: Row) -> None:
    """Writes a row that was removed."""
    table = connection.ops.quote_name(model._meta.db_table)
    columns = _columns(row)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({columns}) SELECT {columns} FROM jsonb_populate_record(NULL::{table}, %s)",  # noqa: S608
            [json.dumps(row)],
        )


def write_over(model: type[models.Model], row: Row) -> None:
    """Makes a row that is there what it was."""
    table = connection.ops.quote_name(model._meta.db_table)
    columns = _columns(row)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET ({columns}) = "  # noqa: S608
            f"(SELECT {columns} FROM jsonb_populate_record(NULL::{table}, %s)) WHERE id = %s",
            [json.dumps(row), row["id"]],
        )


def _columns(row: Row) -> str:
    return ", ".join(connection.ops.quote_name(column) for column in row)
