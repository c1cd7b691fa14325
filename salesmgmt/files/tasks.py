"""What Celery calls for files."""

from celery import shared_task
from django.utils import timezone


@shared_task(name="files.remove_expired")
def remove_expired() -> None:
    from salesmgmt.files import domain

    domain.remove_expired(at=timezone.now())


@shared_task(name="files.remove_orphans")
def remove_orphans() -> None:
    from salesmgmt.files import domain

    domain.remove_orphans(at=timezone.now())
