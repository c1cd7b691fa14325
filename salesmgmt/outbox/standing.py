"""What the bell shows, on every page: how many notices a person has not read; and whether any program is told of what
they do, so that nobody is woken for nothing."""

from django.db.models import Count, Exists, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from salesmgmt.accounts.models import User
from salesmgmt.outbox.models import Notification, WebhookEndpoint
from salesmgmt.people.standing import register_standing, standing_of


def _unread() -> Coalesce:
    rows = Notification.objects.unread().filter(person=OuterRef("pk")).order_by().values("person")
    return Coalesce(Subquery(rows.values(n=Count("pk")), output_field=IntegerField()), 0)


def _webhooks() -> Exists:
    return Exists(WebhookEndpoint.objects.standing())


def are_webhooks_sent(by: User | None) -> bool:
    """Whether an endpoint stood when somebody's request began, or they are not asked. For one that was added since,
    what happens is found when all consumers read."""
    return by is None or bool(standing_of(by).get("outbox.has_webhooks", True))


register_standing("outbox.unread", _unread)
register_standing("outbox.has_webhooks", _webhooks)
