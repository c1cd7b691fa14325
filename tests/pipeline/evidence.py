"""What tests of verbs look at: the last event, and how many there are."""

from typing import Any

from salesmgmt.events.models import Event


def last_event() -> tuple[str, str, int, int | None, dict[str, Any]]:
    """Kind, subject, its id, the actor's id and the payload."""
    event = Event.objects.latest("id")
    return event.kind, event.subject_kind, event.subject_id, event.actor_id, event.payload


def event_count() -> int:
    return Event.objects.count()
