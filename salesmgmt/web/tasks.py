"""What beat asks of the shell."""

from celery import shared_task
from django.utils import timezone


@shared_task(name="web.forget_undos")
def forget_undos() -> None:
    from salesmgmt.web.domain.undoing import forget_undos as forget

    forget(at=timezone.now())
