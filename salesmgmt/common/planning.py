"""What PostgreSQL's planner is told about a statement whose rows it guesses wrong."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def planned(**settings: str) -> Iterator[None]:
    """Statements within are planned with these settings, of names as PostgreSQL's, to the end of their transaction."""
    told = ", ".join(["set_config(%s, %s, true)"] * len(settings))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT {told}", [part for setting in settings.items() for part in setting])
        yield
