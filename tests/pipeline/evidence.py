"""What tests of verbs look at: the last event, and that a refusal left every row as it was."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps

from salesmgmt.common.problems import Refused
from salesmgmt.events.models import Event


def all_rows() -> dict[str, list[dict[str, Any]]]:
    """Every row of the pipeline and of the event log."""
    models = [*apps.get_app_config("pipeline").get_models(), Event]
    return {model._meta.label: list(model.objects.order_by("pk").values()) for model in models}


@contextmanager
def refused(code: str, field: str | None = None, *, says: str = "") -> Iterator[None]:
    """The block is refused with this code and field (and words), and nothing has changed."""
    before = all_rows()
    with pytest.raises(Refused) as caught:
        yield
    assert (caught.value.code, caught.value.field) == (code, field)
    assert says in caught.value.message
    assert all_rows() == before


def last_event() -> tuple[str, str, int, int | None, dict[str, Any]]:
    """Kind, subject, its id, the actor's id and the payload."""
    event = Event.objects.latest("id")
    return event.kind, event.subject_kind, event.subject_id, event.actor_id, event.payload


def event_count() -> int:
    return Event.objects.count()
