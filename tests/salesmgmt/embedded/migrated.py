"""What a migration of an empty database makes: columns, constraints, indexes, triggers, functions and permissions."""

import os
import subprocess
import sys

import psycopg

_CATALOGS = (
    "SELECT table_name, ordinal_position, column_name, data_type, column_default, is_nullable "
    "FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2",
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
    "WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2",
    "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1",
    "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger "
    "WHERE NOT tgisinternal ORDER BY 1, 2",
    "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace ORDER BY 1, 2",
    "SELECT codename, name FROM auth_permission ORDER BY 1, 2",
)
_DJANGOS = """
import django
django.setup()
from django.core.management import call_command
from django.core.management.commands.migrate import Command
call_command(Command(), verbosity=0)
"""


def made_by(*, as_django_does: bool) -> list[tuple[object, ...]]:
    """The database that DATABASE_URL names is empty."""
    way = ["-c", _DJANGOS] if as_django_does else ["manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(
        [sys.executable, *way], check=True, env=os.environ | {"DJANGO_SETTINGS_MODULE": "salesmgmt.settings"}
    )
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        made = [row for query in _CATALOGS for row in connection.execute(query).fetchall()]
    assert len(made) > len(_CATALOGS)
    return made
