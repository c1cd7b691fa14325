"""Keeps what an import does to rows while it may be undone, and forgets it when its window has passed."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.apps import apps
from django.db import connection, models, transaction
from psycopg import sql

from salesmgmt.imports.models import ImportBatch, ImportChange, RowBefore

WINDOW = timedelta(days=30)

_FORGOTTEN = """
UPDATE imports_importchange change SET (pks, marks) = (
    SELECT coalesce(array_agg(pk), '{}'), coalesce(array_agg(mark) FILTER (WHERE change.marks <> '{}'), '{}')
    FROM unnest(change.pks, change.marks) AS kept (pk, mark) WHERE pk <> ALL(%(pks)s::bigint[])
)
WHERE relation = %(relation)s AND pks && %(pks)s::bigint[]
"""

# As the trigger `imports_keep` writes it.
_CREATED = """
INSERT INTO imports_importchange (batch_id, relation, columns, created, pks, marks)
SELECT %(batch)s, %(relation)s, %(columns)s, true, array_agg(id), array_agg({mark})
FROM {table} here GROUP BY id / 100000
"""
_COLUMNS = """
SELECT attname::text FROM pg_attribute
WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum
"""


@contextmanager
def kept_for(batch: ImportBatch) -> Iterator[None]:
    """A transaction in which triggers keep what happens to the rows of the tables that migrations have watched."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('imports.batch', %s, true)", [str(batch.pk)])
        yield
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('imports.batch', '', true)")


def keep_created(batch: ImportBatch, filled: Sequence[type[models.Model]]) -> None:
    """Keeps that an import made all the rows of tables which were empty, and went without their triggers."""
    for model in filled:
        table = model._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(_COLUMNS, [table])
            columns = [name for (name,) in cursor.fetchall()]
            query = sql.SQL(_CREATED).format(table=sql.Identifier(table), mark=mark_of(table, columns))
            cursor.execute(query, {"batch": batch.pk, "relation": table, "columns": columns})


def mark_of(relation: str, columns: Sequence[str]) -> sql.SQL:
    """What the mark of a row called `here` is, over those of `columns` that there are and that are not generated."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT imports_mark(%s::regclass, %s, 'here')", [relation, list(columns)])
        return sql.SQL(cursor.fetchone()[0])


def forget_changes(*, at: datetime) -> int:
    """Forgets what was kept for imports whose window has passed; of how many statements."""
    old = ImportChange.objects.filter(batch__created_at__lte=at - WINDOW)
    RowBefore.objects.filter(change__in=old).delete()
    return old.delete()[0]


def forget_rows(*, kind: str, numbers: Collection[int]) -> None:
    """Forgets how these rows were before imports, and that imports made or changed them."""
    relation = apps.get_model(kind)._meta.db_table
    RowBefore.objects.filter(change__relation=relation, row_id__in=numbers).delete()
    with connection.cursor() as cursor:
        cursor.execute(_FORGOTTEN, {"relation": relation, "pks": list(numbers)})
