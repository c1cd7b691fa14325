"""One number for all rows of a table, to hold the whole database against what it was."""

from collections.abc import Collection

from django.apps import apps
from django.db import connection

LOG_AND_HISTORY = frozenset({"events_event", "events_consumer", "events_job", "web_undo", "duplicates_mergerecord"})


def checksums(leaving_out: Collection[str] = LOG_AND_HISTORY) -> dict[str, str]:
    """Table -> md5 of its rows in the order of their text, for every table of a model."""
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True) if model._meta.managed}
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(tables - set(leaving_out)):
            cursor.execute(
                f"SELECT md5(coalesce(string_agg(said, chr(10) ORDER BY said COLLATE \"C\"), '')) "
                f'FROM (SELECT row_of::text AS said FROM "{table}" AS row_of) AS rows'
            )
            (found[table],) = cursor.fetchone()
    return found
