"""What a receiver is sent of an event: what the log holds (ids, codes, numbers, instants) and the row's address."""

import json
from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from salesmgmt.outbox.families import family_of
from salesmgmt.outbox.models import WebhookDelivery
from salesmgmt.outbox.signatures import signed_headers


def body_of(delivery: WebhookDelivery) -> bytes:
    """The same at every attempt, unless the log has emptied the event since."""
    event, family = delivery.event, family_of(delivery.event.kind)
    path = reverse(family.url_name, args=[event.subject_id]) if family else ""
    said = {
        "id": delivery.message_id,
        "event": event.pk,
        "kind": event.kind,
        "occurred_at": event.happened_at.isoformat().replace("+00:00", "Z"),
        "actor": event.actor_id,
        "subject": {
            "kind": event.subject_kind,
            "id": event.subject_id,
            "url": settings.SITE_URL + path,
        },
        "payload": event.payload,
    }
    return json.dumps(said, separators=(",", ":"), ensure_ascii=False).encode()


def headers_of(delivery: WebhookDelivery, *, body: bytes, at: datetime) -> Mapping[str, str]:
    """What the body is sent with at an instant; signed by what signs then."""
    return signed_headers(
        delivery.endpoint.secrets_at(at), message_id=delivery.message_id, timestamp=int(at.timestamp()), body=body
    )


def is_seen(delivery: WebhookDelivery) -> bool:
    """Whether the person for whom the endpoint sees may see the row at this moment."""
    event, family = delivery.event, family_of(delivery.event.kind)
    if family is None or event.subject_kind != family.model._meta.label_lower:
        return False
    return family.seen_by(delivery.endpoint.sees_as).filter(pk=event.subject_id).exists()
