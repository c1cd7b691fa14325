"""Lets tests that commit (browser, concurrency) be cleaned up: Django truncates, which append-only tables refuse."""

import pytest

TRUNCATE_TRIGGERS = """
    SELECT tgrelid::regclass, tgname FROM pg_trigger WHERE NOT tgisinternal AND tgtype::integer & 32 <> 0
"""


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker) -> None:
    """Switches off the triggers that forbid TRUNCATE, and only those; their own tests switch them on again."""
    from django.db import connection

    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(TRUNCATE_TRIGGERS)
        for table, trigger in cursor.fetchall():
            cursor.execute(f'ALTER TABLE {table} DISABLE TRIGGER "{trigger}"')
