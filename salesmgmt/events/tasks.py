"""What Celery calls: wake-ups for consumers and jobs. Each may come twice, at once, or never."""

from celery import shared_task
from django.utils import timezone


@shared_task(name="events.drain_consumers")
def drain_consumers() -> None:
    from salesmgmt.events.domain import consumption

    consumption.drain_all(at=timezone.now())


@shared_task(name="events.drain_consumer")
def drain_consumer(*, name: str) -> None:
    from salesmgmt.events.domain import consumption

    consumption.drain_fully(name, at=timezone.now())


@shared_task(name="events.run_job")
def run_job(*, job_id: int) -> None:
    from salesmgmt.events.domain import running

    running.run(job_id=job_id, at=timezone.now())


@shared_task(name="events.sweep_jobs")
def sweep_jobs() -> None:
    from salesmgmt.events.domain import jobs

    jobs.sweep()
