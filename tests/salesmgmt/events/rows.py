"""Letting a job's time pass without waiting for it."""

from datetime import timedelta

from salesmgmt.events.fields import DatabaseClock
from salesmgmt.events.models import Job


def silence(job: Job) -> None:
    """The worker of a running job has not been heard of for longer than its lease."""
    Job.objects.filter(pk=job.pk).update(lease_until=DatabaseClock() - timedelta(seconds=1))


def make_due(job: Job, *, for_seconds: int = 0) -> None:
    """A queued job's pause is over, since so many seconds."""
    Job.objects.filter(pk=job.pk).update(due_at=DatabaseClock() - timedelta(seconds=for_seconds))
