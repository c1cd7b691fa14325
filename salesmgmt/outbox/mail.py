"""A notification as a mail, or a day's as one: text and HTML, the way to the page and out of such mails, and a
Message-ID that is always the same."""

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone

from salesmgmt.outbox import registry
from salesmgmt.outbox.models import Notification
from salesmgmt.outbox.registry import Telling
from salesmgmt.outbox.telling import told
from salesmgmt.outbox.unsubscribing import way_out
from salesmgmt.people.models import Company


def mail_of(together: Sequence[Notification]) -> EmailMultiAlternatives | None:
    """The mail that tells these notifications of one person; None where they were read already, the person is gone, or
    there is nothing left to tell them."""
    person = together[0].person
    unread = [each for each in together if each.read_at is None and registry.kind_of(each.kind)]
    if not unread or not person.is_active:
        return None
    company = Company.objects.current()
    with timezone.override(ZoneInfo(person.zone or company.zone)):
        said = told(unread)
        if not said:
            return None
        context = {
            "person": person,
            "company": company,
            "today_url": address_of("/today/"),
            "choose_url": address_of("/settings/me/notifications/"),
        }
        if together[0].in_digest:
            return _digest(together[0], [each for each in unread if each.pk in said], said, context)
        return _single(together[0], said[together[0].pk], context)


def _single(notification: Notification, telling: Telling, context: dict[str, Any]) -> EmailMultiAlternatives:
    kind, stop = registry.kind_of(notification.kind), address_of(way_out(notification.person, notification.kind))
    context |= {"kind": kind, "telling": telling, "url": address_of(telling.url), "stop_url": stop}
    return _mail("mail", telling.title, notification, message_id_of(notification), context)


def _digest(
    first: Notification, rows: Sequence[Notification], said: Mapping[int, Telling], context: dict[str, Any]
) -> EmailMultiAlternatives:
    entries = [(registry.kind_of(row.kind), said[row.pk], address_of(said[row.pk].url)) for row in rows]
    number = len(entries)
    title = entries[0][1].title if number == 1 else f"{number} things since your last mail"
    context |= {"entries": entries, "title": title, "stop_url": address_of(way_out(first.person, ""))}
    day = timezone.localtime(first.mail_due_at).date()
    message_id = f"<digest.{day:%Y%m%d}.{first.pk}.{first.person_id}@{settings.MESSAGE_ID_DOMAIN}>"
    return _mail("digest", title, first, message_id, context)


def _mail(
    template: str, title: str, notification: Notification, message_id: str, context: Mapping[str, Any]
) -> EmailMultiAlternatives:
    mail = EmailMultiAlternatives(
        subject=" ".join(title.split()),
        body=render_to_string(f"outbox/{template}.txt", dict(context)),
        to=[notification.person.email],
        headers={
            "Message-ID": message_id,
            "Auto-Submitted": "auto-generated",
            "List-Unsubscribe": f"<{context['stop_url']}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
    mail.attach_alternative(render_to_string(f"outbox/{template}.html", dict(context)), "text/html")
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
