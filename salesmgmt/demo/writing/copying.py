"""Rows by COPY, and numbers for them from the tables' own sequences."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models

from salesmgmt.common.problems import Conflict

Row = Sequence[Any]


def copy_rows(model: type[models.Model], fields: Sequence[str], rows: Iterable[Row]) -> int:
    """Writes rows, given as values of these fields (as the model calls them); returns how many.

    Constraints and triggers see them as they see any insert. A value may be the text that PostgreSQL reads.
    """
    columns = ", ".join(f'"{model._meta.get_field(name).column}"' for name in fields)
    count = 0
    with connection.cursor() as cursor, cursor.copy(f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN') as copy:
        for row in rows:
            copy.write_row(row)
            count += 1
    return count


def reserve(model: type[models.Model], count: int) -> int:
    """The number before the first of `count` ids in a row, which are taken from the table's sequence."""
    if count == 0:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(number), max(number) FROM ("
            " SELECT nextval(pg_get_serial_sequence(%s, 'id')) AS number FROM generate_series(1, %s)) AS taken",
            [model._meta.db_table, count],
        )
        first, last = cursor.fetchone()
    if last - first + 1 != count:
        raise Conflict(
            f"Somebody else writes {model._meta.verbose_name_plural} just now; load the sample company on its own."
        )
    return int(first) - 1


def analyze(*filled: type[models.Model]) -> None:
    """Lets PostgreSQL look at tables that were empty: what checks each row of them was planned for no rows at all."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE " + ", ".join(f'"{model._meta.db_table}"' for model in filled))


def days(start: Any, end: Any = None) -> str:
    """A half-open range of days as PostgreSQL reads it."""
    return f"[{start},{end or ''})"
