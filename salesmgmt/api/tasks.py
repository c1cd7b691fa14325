"""What Celery calls for the API."""

from celery import shared_task
from django.utils import timezone


@shared_task(name="api.forget_old_answers")
def forget_old_answers() -> None:
    from salesmgmt.api.domain.idempotency import forget_old

    forget_old(at=timezone.now())
