"""Looks at what was entered or brought in: a consumer for each kind, with the events that its declaration names."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from salesmgmt.duplicates.registry import Mergeable, mergeables
from salesmgmt.events.models import Event
from salesmgmt.events.registry import consumer


def consume_each() -> None:
    """Called once every app has declared its kinds."""
    for mergeable in mergeables():
        declare = consumer(name=f"duplicates.{mergeable.kind}", kinds={*mergeable.found_by, *mergeable.imported})
        declare(partial(_look, mergeable))


def _look(mergeable: Mergeable, events: Sequence[Event], *, at: datetime) -> None:
    from salesmgmt.duplicates.domain.pairing import look_at_events

    look_at_events(mergeable, events, at=at)
