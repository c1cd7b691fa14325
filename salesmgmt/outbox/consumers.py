"""What happens is written down for every endpoint that wants to be told."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.module_loading import autodiscover_modules

from salesmgmt.events.models import Event
from salesmgmt.events.registry import consumer
from salesmgmt.outbox.families import all_kinds
from salesmgmt.outbox.standing import are_webhooks_sent

autodiscover_modules("webhooks")  # which kinds may leave is known when every app has said its own


@consumer(name="outbox.webhooks", kinds=all_kinds(), from_now=True, heeds=are_webhooks_sent)
def write_webhooks(events: Sequence[Event], *, at: datetime) -> None:
    from salesmgmt.outbox.domain.delivering import write_deliveries

    write_deliveries(events, at=at)
