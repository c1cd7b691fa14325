"""What follows from what happens to deals: their followers are told."""

from collections.abc import Sequence
from datetime import datetime

from salesmgmt.events.models import Event
from salesmgmt.events.registry import consumer


@consumer(name="pipeline.followers", kinds={"deal.moved", "deal.won", "deal.lost", "deal.given"}, from_now=True)
def tell_followers(events: Sequence[Event], *, at: datetime) -> None:
    from pipeline.domain.following import tell

    tell(events, at=at)
