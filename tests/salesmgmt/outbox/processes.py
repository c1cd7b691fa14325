"""A real worker and a real beat that mail to the tests' server, and deals that are due for them to find."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from pipeline.models import Deal
from salesmgmt.celery import app
from salesmgmt.outbox.models import Notification
from tests.salesmgmt.events.clusters import url_of_test_database
from tests.salesmgmt.events.workers import WorkerProcess
from tests.salesmgmt.outbox.smtp_sink import SmtpSink

PATIENCE = 90.0
PAUSE = 2.0
SMALL_CHUNKS = "tests.salesmgmt.outbox.small_chunks"


class Post:
    """The queue, the mail server and the log that one test's processes share; `worker` and `beat` start them."""

    def __init__(self, *, queue: str, sink: SmtpSink, folder: Path) -> None:
        self.queue, self.sink, self.folder = queue, sink, folder
        self.log = folder / "worker.log"
        self.environment = {"EMAIL_URL": f"smtp://127.0.0.1:{sink.port}"}

    def worker(self) -> WorkerProcess:
        return WorkerProcess(
            database_url=url_of_test_database(),
            queue=self.queue,
            log=self.log,
            include=SMALL_CHUNKS,
            environment=self.environment,
        )

    def beat(self) -> "BeatProcess":
        return BeatProcess(queue=self.queue, folder=self.folder)

    def ask(self, *tasks: str) -> None:
        """What beat would send."""
        for task in tasks:
            app.send_task(task, queue=self.queue, expires=30)

    def until(self, condition: Callable[[], bool], *, asking: tuple[str, ...] = ()) -> None:
        """Wait for as long as something goes on; meanwhile send the tasks in `asking`, as beat does more slowly."""
        seen, deadline, next_turn = (0, 0), time.monotonic() + PATIENCE, 0.0
        while not condition():
            if (now := (told(), len(self.sink.mails))) != seen:
                seen, deadline = now, time.monotonic() + PATIENCE
            assert time.monotonic() < deadline, self.log.read_text()[-6000:]
            if asking and time.monotonic() >= next_turn:
                self.ask(*asking)
                next_turn = time.monotonic() + PAUSE
            time.sleep(0.005)


class BeatProcess:
    """`celery beat` that looks for reminders every second."""

    def __init__(self, *, queue: str, folder: Path) -> None:
        with (folder / "beat.log").open("ab") as output:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "celery", "-A", "salesmgmt", "beat"),
                    *("--loglevel=INFO", f"--schedule={folder / 'schedule'}", "--pidfile="),
                ],
                env={
                    **os.environ,
                    "DATABASE_URL": url_of_test_database(),
                    "CELERY_QUEUE": queue,
                    "REMIND_SECONDS": "1",
                    "DJANGO_SETTINGS_MODULE": "salesmgmt.settings",
                },
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def copies_due(deal: Deal, number: int, day: date) -> None:
    """As many more deals like this one, as an import leaves them, with a next step due on a day."""
    names = [f"{deal.name} {time.monotonic_ns()} {place}" for place in range(number)]
    facts = {
        field.attname: getattr(deal, field.attname) for field in Deal._meta.concrete_fields if not field.primary_key
    }
    Deal.objects.bulk_create([Deal(**{**facts, "next_step_date": day, "name": name}) for name in names])


def told() -> int:
    return Notification.objects.count()
