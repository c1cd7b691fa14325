"""Asking for long work, calling it off, starting it again, and finding work whose message was lost."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Conflict
from salesmgmt.events import registry
from salesmgmt.events.choices import JobState
from salesmgmt.events.domain.log import append
from salesmgmt.events.domain.messages import Message, send_on_commit
from salesmgmt.events.fields import DatabaseClock
from salesmgmt.events.models import Job

MESSAGE_PATIENCE = timedelta(seconds=10)
SWEPT_AT_ONCE = 500


class JobIsOver(Conflict):
    """The job has ended already."""

    code = "job_is_over"


class JobIsNotOver(Conflict):
    """The job waits, runs or is done, so there is nothing to start again."""

    code = "job_not_retryable"


def enqueue(*, kind: str, effect_key: str, params: dict[str, Any], by: User | None, at: datetime) -> Job:
    """Ask for work of a declared kind. The same `effect_key` again gives the row that is already there, unchanged.

    The worker's message leaves when the transaction commits. An unknown kind, or a key that belongs to another kind,
    raises LookupError or ValueError: mistakes in the program.
    """
    declared = registry.job_of_kind(kind)
    if declared is None:
        raise LookupError(f"No handler does jobs of kind {kind!r}; declare one with @job_handler in a jobs.py.")
    with transaction.atomic():
        job, created = Job.objects.get_or_create(
            effect_key=effect_key,
            defaults={
                "kind": kind,
                "params": params,
                "attempts_allowed": declared.max_attempts,
                "requested_by": by,
                "created_at": at,
            },
        )
        if job.kind != kind:
            raise ValueError(f"The effect key {effect_key!r} belongs to a job of kind {job.kind!r}, not {kind!r}.")
        if created:
            append(kind="job.requested", subject=job, by=by, at=at, payload={"job_kind": kind})
            send_on_commit("events.run_job", job_id=job.pk)
    return job


def cancel(*, job: Job, by: User, at: datetime) -> Job:
    """Call a waiting or running job off. What its finished chunks wrote stays; the chunk under way is rolled back."""
    with transaction.atomic():
        job = Job.objects.select_for_update().get(pk=job.pk)
        if job.is_over:
            raise JobIsOver(
                f"Job {job.pk} has ended ({job.get_state_display().lower()}), and only a waiting or running job can "
                "be cancelled; undo its result where it is shown."
            )
        registry.end_of(job)
        job.state, job.lease_until, job.finished_at = JobState.CANCELLED, None, at
        job.save(update_fields=["state", "lease_until", "finished_at"])
        append(kind="job.cancelled", subject=job, by=by, at=at, payload={"job_kind": job.kind})
    return job


def retry(*, job: Job, by: User, at: datetime) -> Job:
    """Start a failed or cancelled job again; it goes on where its last finished chunk ended."""
    with transaction.atomic():
        job = Job.objects.select_for_update().get(pk=job.pk)
        if job.state not in (JobState.FAILED, JobState.CANCELLED):
            raise JobIsNotOver(
                f"Job {job.pk} is {job.get_state_display().lower()}, and only a failed or cancelled job can be "
                "started again; ask for the work anew if you need it twice."
            )
        declared = registry.job_of_kind(job.kind)
        job.attempts_allowed = job.attempts + (declared.max_attempts if declared else 1)
        job.state, job.finished_at, job.error, job.due_at = JobState.QUEUED, None, "", at
        job.save(update_fields=["state", "finished_at", "error", "due_at", "attempts_allowed"])
        append(kind="job.retried", subject=job, by=by, at=at, payload={"job_kind": job.kind})
        send_on_commit("events.run_job", job_id=job.pk)
    return job


def sweep() -> int:
    """Send a message for each job that waits too long for a worker or whose worker went silent; returns how many."""
    lost = Q(state=JobState.RUNNING) | Q(due_at__lt=DatabaseClock() - MESSAGE_PATIENCE)
    waiting = Job.objects.claimable().filter(lost).order_by("due_at").values_list("pk", flat=True)
    jobs = list(waiting[:SWEPT_AT_ONCE])
    for job_id in jobs:
        Message("events.run_job", (("job_id", job_id),))()
    return len(jobs)
