"""A checksum of every table of ours, for what must be as it was before."""

from django.apps import apps
from django.db import connection

ASIDE = (
    "events_",
    "files_",
    "imports_importbatch",
    "imports_importfile",
    "imports_importrefusal",
    "imports_importchange",
    "imports_rowbefore",
    "web_undo",
    "django_",
    "figures_",
)
"""The log, files, what is counted from the log later, and the books that imports and undo keep."""


def checksums() -> dict[str, tuple[int, str]]:
    """By table: how many rows it has, and a hash over all of them."""
    tables = sorted({model._meta.db_table for model in apps.get_models(include_auto_created=True)})
    sums = {}
    with connection.cursor() as cursor:
        for table in tables:
            if not table.startswith(ASIDE):
                cursor.execute(
                    f"SELECT count(*), coalesce(sum(hashtextextended(line::text, 0)), 0)::text FROM {table} line"
                )
                sums[table] = cursor.fetchone()
    return sums
