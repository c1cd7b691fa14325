"""Whether webhooks arrive."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Aggregate, Count, IntegerField, Min, Q

from salesmgmt.outbox.choices import DeliveryState, WebhookPause
from salesmgmt.outbox.models import WebhookDelivery, WebhookEndpoint

LOOKED_AT = timedelta(hours=24)
PATIENCE = timedelta(minutes=2)


class SlowestOfTwenty(Aggregate):
    """The value that 95 of 100 do not exceed: one that there is, not one in between."""

    template = "percentile_disc(0.95) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = IntegerField()


@dataclass(frozen=True, slots=True)
class EndpointHealth:
    """Of what was written down for an endpoint in the last 24 hours: how many were tried and delivered, and how long
    the receiver took for those that it did take (95 of 100 were no slower). `waiting` are all that still wait."""

    tried: int = 0
    delivered: int = 0
    waiting: int = 0
    given_up: int = 0
    p95_milliseconds: int | None = None

    @property
    def share(self) -> float | None:
        """Delivered of those tried; None while none was."""
        return self.delivered / self.tried if self.tried else None


@dataclass(frozen=True, slots=True)
class WebhookHealth:
    """How all of them stand: what waits although it could leave, and what was paused by us."""

    waiting: int
    oldest_at: datetime | None
    paused: int
    at: datetime

    @property
    def is_late(self) -> bool:
        return self.oldest_at is not None and self.at - self.oldest_at > PATIENCE


def health_of(endpoints: Iterable[WebhookEndpoint], *, at: datetime) -> Mapping[int, EndpointHealth]:
    """By endpoint, in two queries."""
    rows = WebhookDelivery.objects.filter(endpoint__in=[endpoint.pk for endpoint in endpoints])
    waiting = Q(state=DeliveryState.WAITING)
    lately = rows.filter(Q(created_at__gt=at - LOOKED_AT) | waiting).order_by().values("endpoint")
    fresh = Q(created_at__gt=at - LOOKED_AT)
    counts = lately.annotate(
        tried=Count("pk", filter=fresh & Q(attempts__gt=0)),
        delivered=Count("pk", filter=fresh & Q(state=DeliveryState.DELIVERED)),
        waiting=Count("pk", filter=waiting),
        given_up=Count("pk", filter=fresh & Q(state=DeliveryState.GIVEN_UP)),
    )
    taken = rows.filter(fresh, tries__problem="").order_by().values("endpoint")
    times = dict(taken.annotate(slowest=SlowestOfTwenty("tries__milliseconds")).values_list("endpoint", "slowest"))
    known = {row.pop("endpoint"): row for row in counts}
    return {
        endpoint.pk: EndpointHealth(**known.get(endpoint.pk, {}), p95_milliseconds=times.get(endpoint.pk))
        for endpoint in endpoints
    }


def webhook_health(*, at: datetime) -> WebhookHealth:
    sending = WebhookDelivery.objects.filter(
        state=DeliveryState.WAITING, endpoint__pause="", endpoint__removed_at__isnull=True
    )
    first = sending.filter(attempts=0, endpoint__failing_since__isnull=True)
    return WebhookHealth(
        waiting=sending.count(),
        oldest_at=first.aggregate(oldest=Min("created_at"))["oldest"],
        paused=WebhookEndpoint.objects.standing().exclude(pause__in=["", WebhookPause.BY_HAND]).count(),
        at=at,
    )
