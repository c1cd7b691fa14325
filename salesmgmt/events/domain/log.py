"""Appending to the event log, inside the transaction of the change that the event is about."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import connection, models
from django.db.transaction import TransactionManagementError

from salesmgmt.accounts.models import User
from salesmgmt.events.domain.messages import send_on_commit
from salesmgmt.events.models import Event
from salesmgmt.events.registry import consumers_of
from salesmgmt.events.validators import UnfitEvent, check_kind, clean_payload

Fact = tuple[models.Model, Mapping[str, Any]]


def append(
    *, kind: str, subject: models.Model, by: User | None, at: datetime, payload: Mapping[str, Any] | None = None
) -> Event:
    """Write down that `kind` happened to `subject`, done by a person or (None) by the system.

    The payload holds ids, codes, numbers and instants; anything else raises `UnfitEvent`. Belongs in the transaction
    that changes the rows, and raises `TransactionManagementError` outside of one.
    """
    return append_each(kind=kind, facts=[(subject, payload or {})], by=by, at=at)[0]


def append_each(*, kind: str, facts: Iterable[Fact], by: User | None, at: datetime) -> list[Event]:
    """The same for many subjects at once, each with its payload, in the given order and few statements."""
    if not connection.in_atomic_block:
        raise TransactionManagementError(
            f"{kind} was about to be appended outside a transaction; append it in the one that changes the rows."
        )
    if at.tzinfo is None:
        raise UnfitEvent(f"{kind} happened at an instant without a zone; pass an aware one.")
    check_kind(kind)
    events = [_event(kind, subject, payload, by, at) for subject, payload in facts]
    written = Event.objects.bulk_create(events, batch_size=1000)
    for name in consumers_of(kind, by) if written else ():
        send_on_commit("events.drain_consumer", name=name)
    return written


def _event(kind: str, subject: models.Model, payload: Mapping[str, Any], by: User | None, at: datetime) -> Event:
    if not isinstance(subject.pk, int):
        raise UnfitEvent(f"{kind} needs a subject that is saved and has a number; {subject._meta.label} has none.")
    return Event(
        kind=kind,
        subject_kind=subject._meta.label_lower,
        subject_id=subject.pk,
        actor=by,
        happened_at=at,
        payload=clean_payload(payload),
    )
