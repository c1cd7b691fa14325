"""Further database sessions beside the one of the test, and waiting for what they have done."""

import time
from datetime import UTC, datetime
from typing import Any

import psycopg
from django.db import connection

from salesmgmt.events.models import Event
from salesmgmt.events.queries.unread import horizon

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
INSERT = """
    INSERT INTO events_event (kind, subject_kind, subject_id, happened_at, payload)
    VALUES (%s, 'accounts.user', %s, '2026-03-02T12:00Z', '{}') RETURNING id
"""


def open_session(**options: Any) -> psycopg.Connection:
    """A session of its own on the database of the test; leaving its `with` block commits."""
    known = connection.get_connection_params()
    params = {
        name: known[name] for name in ("dbname", "user", "password", "host", "port", "options") if known.get(name)
    }
    return psycopg.connect(**params, **options)


def insert_event(session: psycopg.Connection, *, kind: str = "deal.won", subject_id: int = 1) -> int:
    row = session.execute(INSERT, [kind, subject_id]).fetchone()
    assert row is not None
    return row[0]


def until_readable(event: Event, *, patience: float = 60) -> None:
    """Wait until no transaction of the cluster, not even of a neighbour's tests, is older than the event's."""
    deadline = time.monotonic() + patience
    while horizon().tx <= event.tx:
        assert time.monotonic() < deadline, "Some session of this cluster keeps a transaction open."
        time.sleep(0.02)
