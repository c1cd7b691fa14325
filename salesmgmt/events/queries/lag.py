"""How far consumers are behind: the measure that tells a stuck one."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min

from salesmgmt.events import registry
from salesmgmt.events.models import Consumer
from salesmgmt.events.queries.unread import unread


@dataclass(frozen=True, slots=True)
class Lag:
    """Events that wait for one consumer, of its kinds, committed ones only; `oldest_age` is None when none waits."""

    name: str
    waiting: int
    oldest_age: timedelta | None
    moved_at: datetime | None

    @property
    def oldest_seconds(self) -> int | None:
        return int(self.oldest_age.total_seconds()) if self.oldest_age else None


def lag(*, at: datetime) -> list[Lag]:
    """One line per declared consumer, by name."""
    places = Consumer.objects.in_bulk()
    lines = []
    for declared in sorted(registry.consumers(), key=lambda consumer: consumer.name):
        known = places.get(declared.name)
        if known is None and declared.from_now:
            lines.append(Lag(declared.name, 0, None, None))
            continue
        waiting = unread(known or Consumer(name=declared.name), below=None).filter(kind__in=declared.kinds)
        count, oldest = waiting.order_by().aggregate(n=Count("id"), oldest=Min("recorded_at")).values()
        age = at - oldest if oldest else None
        lines.append(Lag(declared.name, count, age, known.updated_at if known else None))
    return lines
