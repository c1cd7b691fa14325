"""What beat asks of hiring."""

from celery import shared_task
from django.utils import timezone


@shared_task(name="hiring.expire_offers")
def expire_offers() -> None:
    from hiring.domain.expiry import expire_offers as expire
    from salesmgmt.people.models import Company

    if Company.objects.exists():
        expire(at=timezone.now())
