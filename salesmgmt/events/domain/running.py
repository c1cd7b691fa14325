"""Doing a job: one worker holds it by a lease, writes chunk by chunk, and is shut out when another takes over."""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.db.transaction import TransactionManagementError
from structlog.contextvars import bound_contextvars

from salesmgmt.common.problems import Refused
from salesmgmt.events import registry
from salesmgmt.events.choices import JobState
from salesmgmt.events.domain.log import append
from salesmgmt.events.fields import DatabaseClock
from salesmgmt.events.models import Job
from salesmgmt.events.models.job import JobQuerySet

log = logging.getLogger(__name__)

FIRST_PAUSE_SECONDS = 5
LONGEST_PAUSE_SECONDS = 300


class LeaseLost(Exception):
    """The job was cancelled or taken over by another worker; this one stops and its open chunk is rolled back."""


class RunningJob:
    """A job in the hands of its handler.

    `params` is what was asked for, `by` who asked, `asked_at` when; `at` is when this attempt began. `progress` is
    what the last committed `step` said, and `cursor` the handler's own part of it: where to go on.
    """

    def __init__(self, job: Job, *, lease_seconds: int, at: datetime) -> None:
        self.id = job.pk
        self.kind = job.kind
        self.attempt = job.attempts
        self.params: dict[str, Any] = job.params
        self.progress: dict[str, Any] = job.progress
        self.by = job.requested_by
        self.asked_at = job.created_at
        self.at = at
        self.finished = False
        self._job = job
        self._lease = timedelta(seconds=lease_seconds)

    @property
    def cursor(self) -> dict[str, Any]:
        cursor: dict[str, Any] = self.progress.get("cursor", {})
        return cursor

    def step(
        self, *, done: int, total: int | None = None, note: str = "", cursor: dict[str, Any] | None = None
    ) -> None:
        """Record how far the work is and renew the lease, in the transaction that writes the chunk.

        Raises `LeaseLost` when the job is no longer this worker's, so that the chunk is rolled back.
        """
        self._in_chunk("step")
        progress = {"done": done, "total": total, "note": note, "cursor": self.cursor if cursor is None else cursor}
        if not self._held().update(progress=progress, lease_until=DatabaseClock() + self._lease):
            raise LeaseLost(f"Job {self.id} is no longer held by attempt {self.attempt}.")
        self.progress = progress

    def finish(self, result: dict[str, Any]) -> None:
        """End the job with its result, in the transaction that writes the last chunk; fenced like `step`."""
        self._in_chunk("finish")
        at = self._hold()
        registry.end_of(Job.objects.get(pk=self.id))
        self._held().update(state=JobState.DONE, result=result, lease_until=None, finished_at=at)
        append(kind="job.finished", subject=self._job, by=self.by, at=at, payload=self._facts())
        self.finished = True

    def fail(self, sentence: str) -> None:
        """End the job with the sentence that says why; its finished chunks stay."""
        with transaction.atomic():
            at = self._hold()
            registry.end_of(Job.objects.get(pk=self.id))
            self._held().update(state=JobState.FAILED, error=sentence, lease_until=None, finished_at=at)
            append(kind="job.failed", subject=self._job, by=self.by, at=at, payload=self._facts())

    def put_back(self) -> None:
        """After an unexpected error: leave the job for a later attempt, or end it when attempts get no further."""
        with transaction.atomic():
            at = self._hold()
            job = Job.objects.get(pk=self.id)
            if not _got_further(job) and job.attempts >= job.attempts_allowed:
                self.fail(_no_further(job))
                return
            self._held().update(state=JobState.QUEUED, lease_until=None, due_at=at + _pause(job))

    def _held(self) -> JobQuerySet:
        return Job.objects.filter(pk=self.id, state=JobState.RUNNING, attempts=self.attempt)

    def _hold(self) -> datetime:
        """Lock the row, if it is still ours, and tell the database's time."""
        now = self._held().select_for_update().values_list(DatabaseClock(), flat=True).first()
        if now is None:
            raise LeaseLost(f"Job {self.id} is no longer held by attempt {self.attempt}.")
        return now

    def _facts(self) -> dict[str, Any]:
        return {"job_kind": self.kind, "attempts": self.attempt}

    def _in_chunk(self, act: str) -> None:
        if not connection.in_atomic_block:
            raise TransactionManagementError(
                f"{act}() of a job belongs in the transaction.atomic() that writes the chunk: both commit or none."
            )


def run(*, job_id: int, at: datetime) -> bool:
    """Do a job if it waits or its worker went silent; returns whether this call had it in its hands.

    A second call, at the same time or later, does nothing. What the rules refuse ends the job with its sentence; an
    unexpected error leaves it for another attempt, a failing database or a killed process when the lease runs out.
    """
    running = _claim(job_id, at=at)
    if running is None:
        return False
    with bound_contextvars(job_id=running.id, job_kind=running.kind, attempt=running.attempt):
        try:
            _do(running)
        except LeaseLost as lost:
            log.warning("%s Its open chunk was rolled back.", lost)
    return True


def _do(running: RunningJob) -> None:
    declared = registry.job_of_kind(running.kind)
    assert declared is not None, "a job is claimed only when its kind is declared"
    try:
        result = declared.run(running)
        if not running.finished:
            with transaction.atomic():
                running.finish(result)
    except LeaseLost:
        raise
    except Refused as problem:
        running.fail(problem.message)
    except (OperationalError, InterfaceError):
        log.exception("The database failed under job %s; it is taken up again when its lease runs out.", running.id)
    except Exception:
        log.exception("Job %s stopped with an unexpected error.", running.id)
        running.put_back()


def _claim(job_id: int, *, at: datetime) -> RunningJob | None:
    """Take the job by compare-and-set; None if it is not due, in other hands, over, unknown here or given up."""
    with transaction.atomic():
        free = Job.objects.claimable().select_for_update(skip_locked=True, of=("self",))
        job = free.select_related("requested_by").filter(pk=job_id).first()
        declared = registry.job_of_kind(job.kind) if job else None
        if job is None or declared is None:
            return None
        if _got_further(job):
            job.reached, job.attempts_allowed = _done(job), job.attempts + declared.max_attempts
        given_up = job.attempts >= job.attempts_allowed
        lease = timedelta(seconds=declared.lease_seconds)
        Job.objects.filter(pk=job.pk).update(
            state=JobState.RUNNING,
            attempts=F("attempts") + 1,
            attempts_allowed=job.attempts_allowed,
            reached=job.reached,
            lease_until=DatabaseClock() + lease,
            started_at=Coalesce("started_at", DatabaseClock()),
        )
        job.attempts += 1
        running = RunningJob(job, lease_seconds=declared.lease_seconds, at=at)
        if given_up:
            running.fail(_no_further(job))
            return None
    return running


def _done(job: Job) -> int:
    return int(job.progress.get("done") or 0)


def _got_further(job: Job) -> bool:
    return _done(job) > job.reached


def _no_further(job: Job) -> str:
    return (
        f"Job {job.pk} stopped again and again at the same place and was given up; the cause is in the server's log. "
        "Start it again when the cause is removed: it goes on where it stopped."
    )


def _pause(job: Job) -> timedelta:
    """Twice as long after each attempt that got no further, so that a broken neighbour is not hammered."""
    declared = registry.job_of_kind(job.kind)
    left = job.attempts_allowed - job.attempts
    in_vain = 0 if _got_further(job) or declared is None else max(0, declared.max_attempts - left - 1)
    return timedelta(seconds=min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2 ** min(in_vain, 10)))
