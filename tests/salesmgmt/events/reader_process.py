"""A program on another server: appends an event and drains the consumer `tests.reader`; prints what it saw as JSON."""

import json
import os
import subprocess
import sys
from typing import Any

import django
from django.db import transaction

KINDS = {"kite.flown"}


def read_there(database_url: str) -> dict[str, Any]:
    """Run this module against another database; it waits for nobody: a fresh cluster has no neighbours."""
    done = subprocess.run(
        [sys.executable, "-m", __name__],
        env={**os.environ, "DATABASE_URL": database_url, "DJANGO_SETTINGS_MODULE": "salesmgmt.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _read_here() -> dict[str, Any]:
    from salesmgmt.accounts.models import User
    from salesmgmt.events.domain import append
    from salesmgmt.events.domain.consumption import drain_fully
    from salesmgmt.events.registry import consumer
    from tests.salesmgmt.events.sessions import NOON

    seen: list[int] = []

    @consumer(name="tests.reader", kinds=KINDS)
    def collect(events: Any, *, at: Any) -> None:
        seen.extend(event.pk for event in events)

    with transaction.atomic():
        fresh = append(kind="kite.flown", subject=User.objects.first(), by=None, at=NOON)
    drain_fully("tests.reader", at=NOON, batch=50)
    return {"epoch": fresh.epoch, "tx": fresh.tx, "fresh": fresh.pk, "seen": seen}


if __name__ == "__main__":
    django.setup()
    print(json.dumps(_read_here()))
