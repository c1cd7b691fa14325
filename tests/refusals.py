"""What the rules and the database refuse, and that nothing has changed then.

`with assert_refused("last_admin"):` the act says no with this code, and every row and the log stay as they were.
`with assert_breaks("a_team_has_a_name"):` the statement breaks this constraint.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from weakref import WeakSet

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from psycopg import Connection

from salesmgmt.common.problems import Refused

OURS = ("accounts", "people", "web", "approvals", "pipeline", "onboarding", "hiring", "compensation")
_planned: WeakSet[Connection] = WeakSet()


def all_rows() -> dict[str, str | None]:
    """Every row that a verb writes, and the log, as JSON by table, asked for in one statement.

    A connection plans it once: planning takes six times as long as answering, and refusals ask some thousand times.
    """
    with connection.cursor() as cursor:
        if connection.connection not in _planned:
            cursor.execute(f"PREPARE every_row AS {_every_table()}")
            _planned.add(connection.connection)
        cursor.execute("EXECUTE every_row")
        return dict(cursor.fetchall())


@cache
def _every_table() -> str:
    """When somebody last signed in is not a verb's business."""
    models = [model for label in OURS for model in apps.get_app_config(label).get_models()]
    models.append(apps.get_model("events.Event"))
    tables = {model._meta.db_table: model._meta.pk.column for model in models}
    return " UNION ALL ".join(
        f"SELECT '{table}', (SELECT jsonb_agg(to_jsonb(here) - 'last_login' ORDER BY {key})::text FROM {table} here)"
        for table, key in tables.items()
    )


@contextmanager
def assert_refused(code: str, field: str | None = None, *, says: str = "") -> Iterator[None]:
    """The block is refused with this code and field (and words), in one sentence, and nothing has changed."""
    before = all_rows()
    with pytest.raises(Refused) as caught:
        yield
    assert (caught.value.code, caught.value.field) == (code, field)
    assert says in caught.value.message
    assert caught.value.message.endswith(".")
    assert all_rows() == before


@contextmanager
def assert_breaks(constraint: str) -> Iterator[None]:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        yield
    assert caught.value.__cause__.diag.constraint_name == constraint
