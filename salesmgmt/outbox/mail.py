"""A notification as a mail: text and HTML, the way to the page, and a Message-ID that is always the same."""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone

from salesmgmt.outbox import registry
from salesmgmt.outbox.models import Notification
from salesmgmt.outbox.telling import told
from salesmgmt.people.models import Company


def mail_of(notification: Notification) -> EmailMultiAlternatives | None:
    """The mail; None where it was read already, the person is gone, or there is nothing left to tell them."""
    person, kind = notification.person, registry.kind_of(notification.kind)
    if notification.read_at is not None or not person.is_active or kind is None:
        return None
    company = Company.objects.current()
    with timezone.override(ZoneInfo(person.zone or company.zone)):
        telling = told([notification]).get(notification.pk)
        if telling is None:
            return None
        context = {
            "person": person,
            "company": company,
            "kind": kind,
            "telling": telling,
            "url": address_of(telling.url),
            "today_url": address_of("/today/"),
        }
        text = render_to_string("outbox/mail.txt", context)
        html = render_to_string("outbox/mail.html", context)
    mail = EmailMultiAlternatives(
        subject=" ".join(telling.title.split()),
        body=text,
        to=[person.email],
        headers={"Message-ID": message_id_of(notification), "Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(html, "text/html")
    return mail


def message_id_of(notification: Notification) -> str:
    """Made of what is unique about a notification, so that a mail that leaves twice is known as the same one.

    The row's number is not in it: after a restore from a backup the same notification may get another.
    """
    told_about = f"{notification.kind}.{notification.subject_kind}.{notification.subject_id}"
    return f"<{told_about}.{notification.due_date:%Y%m%d}.{notification.person_id}@{settings.MESSAGE_ID_DOMAIN}>"


def address_of(path: str) -> str:
    """The whole address of a page of ours."""
    return f"{settings.SITE_URL}{path}"
