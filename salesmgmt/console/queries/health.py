"""Whether the parts of the product do their work."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import django
from django.db import connection
from django.db.models import Count, Q

from salesmgmt.celery import app
from salesmgmt.events.choices import JobState
from salesmgmt.events.models import Job
from salesmgmt.events.queries.lag import Lag, lag

PATIENCE = timedelta(minutes=2)
WORKERS_ANSWER_WITHIN = 0.5


@dataclass(frozen=True)
class Health:
    """One look at consumers, jobs, workers and versions."""

    consumers: list[Lag]
    late_consumers: int
    waiting_jobs: int
    running_jobs: int
    failed_jobs: int
    workers: list[str]
    versions: list[tuple[str, str]]

    @property
    def is_well(self) -> bool:
        return bool(self.workers) and not self.late_consumers


def health(*, at: datetime) -> Health:
    consumers = lag(at=at)
    states = Job.objects.aggregate(
        waiting=Count("pk", filter=Q(state=JobState.QUEUED)),
        running=Count("pk", filter=Q(state=JobState.RUNNING)),
        failed=Count("pk", filter=Q(state=JobState.FAILED)),
    )
    return Health(
        consumers=consumers,
        late_consumers=sum(1 for line in consumers if line.oldest_age and line.oldest_age > PATIENCE),
        waiting_jobs=states["waiting"],
        running_jobs=states["running"],
        failed_jobs=states["failed"],
        workers=_workers(),
        versions=[("Django", django.get_version()), ("PostgreSQL", _database_version())],
    )


def _workers() -> list[str]:
    """The workers that answer at once; none when the broker does not."""
    try:
        answers = app.control.ping(timeout=WORKERS_ANSWER_WITHIN)
    except (OSError, app.connection().transport.connection_errors):
        return []
    return sorted(name for answer in answers for name in answer)


def _database_version() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return str(cursor.fetchone()[0])
