"""Wake-up messages to Celery. Losing one is harmless: what is to be done stands in rows, and beat looks at them."""

import logging
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Message:
    """A task and its arguments; calling it sends it."""

    task: str
    arguments: tuple[tuple[str, Any], ...]

    def __call__(self) -> None:
        from salesmgmt.celery import app

        try:
            app.send_task(self.task, kwargs=dict(self.arguments), retry=False)
        except Exception:
            log.exception("The message %s %s was not sent; beat will find the work.", self.task, self.arguments)


def send_on_commit(task: str, **arguments: Any) -> None:
    """Send a message when the transaction commits, once however often it is asked for."""
    message = Message(task, tuple(arguments.items()))
    # Django keeps (savepoints, function, robust) here, and forgets those of a savepoint that is rolled back.
    if not any(waiting[1] == message for waiting in connection.run_on_commit):
        transaction.on_commit(message)
