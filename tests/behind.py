"""One act that waits for another's row lock: what it makes of the row that it gets when the other has committed."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection, transaction

PATIENCE = 30
WAITS = "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))"


def behind(first: Callable[[], object], then: Callable[[], Any]) -> Any:
    """Does `first`, begins `then` in a session of its own, commits once `then` waits for it; answers what it gives."""
    ended = threading.Event()

    def run() -> Any:
        try:
            return then()
        finally:
            ended.set()
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first()
            waiting = pool.submit(run)
            _until_somebody_waits(ended)
        return waiting.result(timeout=PATIENCE)


def _until_somebody_waits(ended: threading.Event) -> None:
    deadline = time.monotonic() + PATIENCE
    while not ended.is_set():
        assert time.monotonic() < deadline, "The second act neither waited nor ended."
        with connection.cursor() as cursor:
            cursor.execute(WAITS)
            if cursor.fetchone()[0]:
                return
        time.sleep(0.01)
    raise AssertionError("The second act did not wait for the first one: they lock different rows.")
