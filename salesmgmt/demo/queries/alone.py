"""Whether the database is empty, and whether nothing but the sample company is in it."""

import json

from django.db import connection

from salesmgmt.demo.models import SampleCompany


def contents() -> dict[str, int]:
    """The tables that hold rows, with the highest id of each (see migration 0002)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT demo_contents()")
        (found,) = cursor.fetchone()
    return dict(json.loads(found))


def stranger() -> str | None:
    """The first thing here that is not the sample: the kind of somebody's act, or a table; None for nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT demo_stranger()")
        (found,) = cursor.fetchone()
    return None if found is None else str(found)


def is_empty() -> bool:
    return not contents() and not SampleCompany.objects.exists()


def current_sample() -> SampleCompany | None:
    return SampleCompany.objects.first()


def row_counts() -> dict[str, int]:
    """How many rows each table that holds any has, counted."""
    counts = {}
    with connection.cursor() as cursor:
        for name in contents():
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(name)}")  # noqa: S608 - a table of ours
            counts[name] = cursor.fetchone()[0]
    return counts
