"""Tells the planner what tables hold that were filled a moment ago."""

from django.db import connection, models


def refresh_statistics(*filled: type[models.Model]) -> None:
    """Autovacuum would look at them a minute later; until then a statement could be planned as if they were empty.

    Only their owner may analyze tables, which the product's role need not be; the function has the owner's rights.
    """
    names = [model._meta.db_table for model in filled]
    with connection.cursor() as cursor:
        cursor.execute("SELECT imports_refresh_statistics(VARIADIC %s::text[]::regclass[])", [names])
