"""What beat asks of approvals."""

from celery import shared_task
from django.utils import timezone


@shared_task(name="approvals.settle")
def settle() -> None:
    from salesmgmt.approvals.domain.deciding import expire, settle_turns

    expire(at=timezone.now())
    settle_turns()
