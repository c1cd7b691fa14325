"""What beat asks of the outbox."""

from celery import shared_task
from django.utils import timezone


@shared_task(name="outbox.remind")
def remind() -> None:
    from salesmgmt.outbox.domain.reminding import remind as remind_people
    from salesmgmt.people.models import Company

    company, now = Company.objects.first(), timezone.now()
    if company is not None:
        remind_people(as_of=company.day_of(now), at=now)


@shared_task(name="outbox.send_mails")
def send_mails() -> None:
    from salesmgmt.events.domain.messages import Message
    from salesmgmt.outbox.domain.mailing import AT_ONCE, send_waiting

    if send_waiting() == AT_ONCE:
        Message("outbox.send_mails", ())()


@shared_task(name="outbox.send_webhooks")
def send_webhooks() -> None:
    from salesmgmt.events.domain.messages import Message
    from salesmgmt.outbox.domain.delivering import AT_ONCE, send_waiting

    if send_waiting() == AT_ONCE:
        Message("outbox.send_webhooks", ())()


@shared_task(name="outbox.forget_deliveries")
def forget_deliveries() -> None:
    from salesmgmt.outbox.domain.delivering import forget_old_deliveries

    forget_old_deliveries(at=timezone.now())
