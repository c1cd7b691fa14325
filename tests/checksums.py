"""A checksum of every table of ours, for what must be as it was before."""

from django.apps import apps
from django.db import connection

LOG_AND_HISTORY = (
    "events_",
    "files_",
    "imports_importbatch",
    "imports_importfile",
    "imports_importrefusal",
    "imports_importchange",
    "imports_rowbefore",
    "web_undo",
    "duplicates_mergerecord",
    "django_",
    "figures_",
)
"""What the names of tables begin with that hold the log, files, what is counted from the log later, and the books of
imports, merges and undo."""


def checksums(leaving_out: tuple[str, ...] = LOG_AND_HISTORY) -> dict[str, tuple[int, str]]:
    """By table: how many rows it has, and a hash over all of them, whatever their order."""
    tables = sorted(
        {model._meta.db_table for model in apps.get_models(include_auto_created=True) if model._meta.managed}
    )
    summed = " UNION ALL ".join(
        f"SELECT '{table}', count(*), coalesce(sum(hashtextextended(line::text, 0)), 0)::text FROM {table} line"
        for table in tables
        if not table.startswith(leaving_out)
    )
    with connection.cursor() as cursor:
        cursor.execute(summed)
        return {table: (count, hashed) for table, count, hashed in cursor.fetchall()}
