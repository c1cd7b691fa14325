"""What Celery calls for figures."""

from celery import shared_task
from django.utils import timezone


@shared_task(name="figures.refresh_rollups")
def refresh_rollups() -> None:
    from salesmgmt.figures.domain.rolling_up import refresh_all

    refresh_all(at=timezone.now())


@shared_task(name="figures.prove")
def prove() -> None:
    from salesmgmt.figures.domain.proving import ask_for_proof

    ask_for_proof(at=timezone.now())
