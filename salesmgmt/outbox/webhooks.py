"""The event that the outbox itself sends by webhook: a test."""

from salesmgmt.outbox.families import Family, register_family
from salesmgmt.outbox.models import WebhookEndpoint

register_family(
    Family(
        code="webhook",
        title="Webhooks",
        model=WebhookEndpoint,
        url_name="api-webhook-detail",
        kinds={"webhook.tested": "A test"},
        rows=lambda person: WebhookEndpoint.objects.standing().filter(sees_as=person),
        addressed=frozenset({"webhook.tested"}),
    )
)
