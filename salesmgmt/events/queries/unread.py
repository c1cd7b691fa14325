"""Which events a consumer may read now without ever missing one."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import Q

from salesmgmt.events.models import Consumer, Event
from salesmgmt.events.models.event import EventQuerySet


@dataclass(frozen=True, slots=True)
class Horizon:
    """Every transaction of an earlier epoch, and of this one below `tx`, has ended: nothing more can appear there."""

    epoch: int
    tx: int


@dataclass(frozen=True, slots=True)
class Place:
    """An event's place in the order of the log, and its kind."""

    epoch: int
    tx: int
    event_id: int
    kind: str


def horizon() -> Horizon:
    with connection.cursor() as cursor:
        cursor.execute("SELECT events_current_epoch(), pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        epoch, tx = cursor.fetchone()
    return Horizon(epoch=epoch, tx=tx)


def unread(consumer: Consumer, *, below: Horizon | None) -> EventQuerySet:
    """The events after a consumer's place; without a horizon also those of transactions that still run (our own)."""
    events = Event.objects.after(epoch=consumer.epoch, tx=consumer.tx, event_id=consumer.event_id)
    if below is None:
        return events
    return events.filter(Q(epoch__lt=below.epoch) | Q(epoch=below.epoch, tx__lt=below.tx))


def next_places(consumer: Consumer, *, below: Horizon | None, limit: int) -> list[Place]:
    """The next places of any kind, so that a consumer also moves past what it does not want."""
    rows = unread(consumer, below=below).values_list("epoch", "tx", "id", "kind")[:limit]
    return [Place(*row) for row in rows]


def events_at(places: list[Place], *, kinds: frozenset[str]) -> list[Event]:
    """The events at these places that are of the wanted kinds, in the order of the log."""
    wanted = [place.event_id for place in places if place.kind in kinds]
    return list(Event.objects.filter(pk__in=wanted).order_by("epoch", "tx", "id")) if wanted else []
