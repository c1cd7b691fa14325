"""A real Celery worker, and watching the job that it does while something is killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import psycopg

from salesmgmt.celery import app

PATIENCE = 90.0
OPTIONS = ("--concurrency=1", "--loglevel=INFO", "--without-gossip", "--without-mingle")
JOBS = "tests.salesmgmt.events.worker_jobs"


class WorkerProcess:
    """`celery worker` with one child, on a queue of its own; its log is kept for the message of a failing test."""

    def __init__(
        self,
        *,
        database_url: str,
        queue: str,
        log: Path,
        include: str = JOBS,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.log = log
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "celery", "-A", "salesmgmt", "worker", *OPTIONS, f"--include={include}"],
                env={
                    **os.environ,
                    "DATABASE_URL": database_url,
                    "CELERY_QUEUE": queue,
                    "DJANGO_SETTINGS_MODULE": "salesmgmt.settings",
                    **(environment or {}),
                },
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def kill(self) -> None:
        """Parent and child with -9: nobody has time to put anything back."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class JobWatch:
    """One job row, seen from outside; while it waits for something it plays beat and sends the sweeper."""

    def __init__(self, *, job_id: int, queue: str, open_session: Callable[[], psycopg.Connection], log: Path) -> None:
        self.job_id, self.queue, self.open_session, self.log = job_id, queue, open_session, log

    def until(self, condition: Callable[[str, int, int], bool], *, patience: float = PATIENCE) -> tuple[str, int, int]:
        """Wait until (state, attempts, chunks done) is as wanted, and return it."""
        deadline, next_sweep = time.monotonic() + patience, 0.0
        with self.open_session() as session:
            while not condition(*(seen := self._row(session))):
                assert time.monotonic() < deadline, f"{seen}\n{self.log.read_text()[-6000:]}"
                if time.monotonic() >= next_sweep:
                    app.send_task("events.sweep_jobs", queue=self.queue, expires=5)
                    next_sweep = time.monotonic() + 0.5
                time.sleep(0.01)
        return seen

    def until_further(self) -> int:
        """Wait until a worker runs the job and has committed another chunk; returns how many are done."""
        before = self.until(lambda state, *_: state == "RUNNING")[2]
        return self.until(lambda state, _, done: state == "RUNNING" and done > before)[2]

    def _row(self, session: psycopg.Connection) -> tuple[str, int, int]:
        row: Any = session.execute(
            "SELECT state, attempts, coalesce((progress->>'done')::int, 0) FROM events_job WHERE id = %s",
            [self.job_id],
        ).fetchone()
        session.commit()
        return row
