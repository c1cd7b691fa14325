"""Reading the log: each consumer acts on what came after its place, and moves its place in the same transaction."""

import logging
from datetime import datetime

from django.db import transaction

from salesmgmt.events import registry
from salesmgmt.events.fields import DatabaseClock
from salesmgmt.events.models import Consumer
from salesmgmt.events.queries.unread import Place, events_at, horizon, next_places

log = logging.getLogger(__name__)

BATCH = 500


def drain(name: str, *, at: datetime, batch: int = BATCH, own: bool = False) -> int:
    """Let a consumer act on its next events; returns how many events of any kind it moved past.

    0 also while another worker is at it. What the consumer raises undoes its act and leaves its place. Only events of
    ended transactions are read; `own` reads whatever this transaction sees, which loses events while others write:
    it is for tests, whose one transaction never ends.
    """
    declared = registry.consumer_named(name)
    with transaction.atomic():
        consumer = _lock(declared)
        if consumer is None:
            return 0
        places = next_places(consumer, below=None if own else horizon(), limit=batch)
        if not places:
            return 0
        events = events_at(places, kinds=declared.kinds)
        if events:
            declared.act(events, at=at)
        _move(name, places[-1])
    return len(places)


def drain_fully(name: str, *, at: datetime, batch: int = BATCH) -> int:
    """Drain until nothing is left that may be read; returns how many events of any kind were moved past."""
    total = 0
    while moved := drain(name, at=at, batch=batch):
        total += moved
        if moved < batch:
            break
    return total


def drain_all(*, at: datetime) -> None:
    """Drain every declared consumer. One that raises is logged and stays where it is; the others go on."""
    for declared in registry.consumers():
        try:
            drain_fully(declared.name, at=at)
        except Exception:
            log.exception("The consumer %s did not act on its next events; it will try again.", declared.name)


def _lock(declared: registry.DeclaredConsumer) -> Consumer | None:
    """The consumer's row, locked; None while another worker holds it. A new consumer gets its row here."""
    waiting = Consumer.objects.select_for_update(skip_locked=True).filter(pk=declared.name)
    consumer = waiting.first()
    if consumer is None:
        Consumer.objects.bulk_create([_beginning(declared)], ignore_conflicts=True)
        consumer = waiting.first()
    return consumer


def _beginning(declared: registry.DeclaredConsumer) -> Consumer:
    if not declared.from_now:
        return Consumer(name=declared.name)
    now = horizon()
    return Consumer(name=declared.name, epoch=now.epoch, tx=now.tx)


def _move(name: str, place: Place) -> None:
    Consumer.objects.filter(pk=name).update(
        epoch=place.epoch, tx=place.tx, event_id=place.event_id, updated_at=DatabaseClock()
    )
