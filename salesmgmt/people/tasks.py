"""What beat asks of people."""

from celery import shared_task


@shared_task(name="people.settle_sign_ins")
def settle_sign_ins() -> None:
    from django.utils import timezone

    from salesmgmt.people.domain.sign_ins import settle_sign_ins as settle
    from salesmgmt.people.models import Company

    if Company.objects.exists():
        settle(by=None, at=timezone.now())
