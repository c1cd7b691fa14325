"""What the outbox itself tells admins of: a webhook that we have paused."""

from collections.abc import Sequence

from django.urls import reverse

from salesmgmt.outbox.models import Notification, WebhookEndpoint
from salesmgmt.outbox.registry import NoticeKind, Telling, register_kind
from salesmgmt.outbox.telling import describe_rows


def describe_paused(notifications: Sequence[Notification]) -> dict[int, Telling]:
    return describe_rows(notifications, rows=WebhookEndpoint.objects.visible_to, tell=_told)


def _told(endpoint: WebhookEndpoint, notification: Notification) -> Telling | None:
    if not endpoint.pause:
        return None
    return Telling(
        title=f"The webhook {endpoint} is paused",
        body=f"{endpoint.get_pause_display()}. What happens meanwhile waits, and is sent when you resume it.",
        url=reverse("console:webhook", args=[endpoint.pk]),
    )


register_kind(NoticeKind("outbox.webhook_paused", "Webhook paused", describe=describe_paused, icon="warn"))
