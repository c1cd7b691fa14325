"""What the permission table says of webhooks: one that Olga has set up, and what waits for it."""

from salesmgmt.events.models import Event
from salesmgmt.outbox.domain.delivering import write_deliveries
from salesmgmt.outbox.domain.webhooks import EndpointFacts, add_endpoint
from salesmgmt.outbox.models import WebhookDelivery
from tests.cast import AT, Cast

_FACTS = {"name": "Payroll", "url": "https://hooks.example.com/payroll", "kinds": ["pay_run.finalized"]}
WEBHOOK_BODIES: dict[tuple[str, str], dict[str, object]] = {
    ("POST", "/settings/webhooks/new/"): {**_FACTS, "sees_as": "{rita}", "of_pay_run": "pay_run.finalized"},
    ("POST", "/settings/webhooks/{olgas_webhook}/edit/"): {
        **_FACTS,
        "sees_as": "{rita}",
        "of_pay_run": "pay_run.finalized",
    },
    ("POST", "/settings/webhooks/{olgas_webhook}/redeliver/"): {"since": "2026-03-01T09:00"},
    ("POST", "/api/v1/webhooks/"): _FACTS,
    ("PATCH", "/api/v1/webhooks/{olgas_webhook}/"): {"kinds": ["deal.*"]},
    ("POST", "/api/v1/webhooks/{olgas_webhook}/redeliver/"): {"since": "2026-03-01T09:00:00Z"},
}


def webhook_names(cast: Cast) -> dict[str, object]:
    """What it is told of belongs to the cast: the events of a world that stands again are not written again."""
    facts = EndpointFacts("Data warehouse", "https://hooks.example.com/sales", ["member.*"], cast.olga)
    endpoint, _ = add_endpoint(facts=facts, by=cast.olga, at=AT)
    write_deliveries([Event.objects.filter(kind="person.added").earliest("pk")], at=AT)
    return {"olgas_webhook": endpoint.pk, "olgas_delivery": WebhookDelivery.objects.get().pk}
