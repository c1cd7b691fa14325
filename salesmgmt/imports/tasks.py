"""What beat asks of imports."""

from celery import shared_task
from django.utils import timezone


@shared_task(name="imports.forget_changes")
def forget_changes() -> None:
    from salesmgmt.imports.domain.keeping import forget_changes as forget

    forget(at=timezone.now())
