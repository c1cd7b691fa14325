"""What beat asks of hiring."""

from celery import shared_task
from django.utils import timezone


@shared_task(name="hiring.expire_offers")
def expire_offers() -> None:
    from hiring.domain.expiry import expire_offers as expire
    from salesmgmt.people.models import Company

    if Company.objects.exists():
        expire(at=timezone.now())


@shared_task(name="hiring.ask_before_consents_end")
def ask_before_consents_end() -> None:
    from hiring.domain.consents import ask_before_consents_end as ask
    from salesmgmt.people.models import Company

    if Company.objects.exists():
        ask(at=timezone.now())


@shared_task(name="hiring.send_due_letters")
def send_due_letters() -> None:
    from hiring.domain.letters import send_due_letters as send

    send(at=timezone.now())


@shared_task(name="hiring.let_go")
def let_go() -> None:
    from hiring.domain.retention_night import ask_for_night
    from salesmgmt.people.models import Company

    if Company.objects.exists():
        ask_for_night(at=timezone.now())
