"""The suite's database: migrated once in a run and copied for each process, and emptied after tests that commit."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.conf import settings
from django.db.backends.postgresql.operations import DatabaseOperations
from psycopg import sql

ROOT = Path(__file__).resolve().parents[2]
KEPT = {"django_content_type", "auth_permission"}  # which Django makes again after each flush, as they were
LOCK = 4_711  # whoever is first migrates; the others wait for it


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    settings.DATABASES["default"]["TEST"]["TEMPLATE"] = migrated_database()
    # on the class: Playwright's greenlets see another connection object than the session's beginning did
    DatabaseOperations.sql_flush = sql_flush


def sql_flush(self: DatabaseOperations, style: Any, tables: list[str], **options: Any) -> list[str]:
    """What empties the tables that have rows: 20 ms, where TRUNCATE of all tables takes a second.

    Without triggers, of which one keeps the event log as it is.
    """
    asked = " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})" for table in {*tables} - KEPT)
    with self.connection.cursor() as cursor:
        cursor.execute(asked)
        deleted = [f"DELETE FROM {table}" for (table,) in cursor.fetchall()]
    return ["SET LOCAL session_replication_role = replica", *deleted, "SET LOCAL session_replication_role = origin"]


def migrated_database() -> str:
    """The name of a database with every migration applied, made where the server has none with these."""
    name = f"migrated_{_fingerprint()}"
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        known = {row[0] for row in server.execute("SELECT datname FROM pg_database WHERE datname LIKE 'migrated%'")}
        if name not in known:
            for old in known:
                server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(old)))
            server.execute("CREATE DATABASE migrated TEMPLATE template0")
            _migrate("migrated")
            server.execute(sql.SQL("ALTER DATABASE migrated RENAME TO {}").format(sql.Identifier(name)))
    return name


def _migrate(name: str) -> None:
    place = urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))
    environment = os.environ | {"DATABASE_URL": place, "DJANGO_SETTINGS_MODULE": "salesmgmt.settings"}
    command = [sys.executable, "manage.py", "migrate", "--verbosity=0", "--skip-checks"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)


def _fingerprint() -> str:
    found = hashlib.sha256()
    for path in sorted(ROOT.glob("*/migrations/*.py")) + sorted(ROOT.glob("salesmgmt/*/migrations/*.py")):
        found.update(path.read_bytes())
    return found.hexdigest()[:12]
