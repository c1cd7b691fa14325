"""Ticks the items of a journey, takes a tick back, hands an item on, notes something on it."""

from datetime import datetime

from django.db import transaction

from onboarding.choices import JourneyState
from onboarding.models import Journey, JourneyItem
from onboarding.queries.oversight import may_work
from salesmgmt.accounts.models import User
from salesmgmt.common.constraints import refusing
from salesmgmt.common.problems import Conflict, NotAllowed, Refused
from salesmgmt.events.domain.log import append


class ItemChanged(Conflict):
    code = "item_changed"


@transaction.atomic
def tick(*, item: JourneyItem, by: User, at: datetime, expected_version: int | None = None) -> JourneyItem:
    """The item is done. A done one stays as it is. The last one finishes the journey."""
    item = _lock(item, by=by, expected_version=expected_version)
    _refuse_stopped(item.journey)
    if item.is_done:
        return item
    item.done_at, item.done_by = at, by
    _save(item, "done_at", "done_by")
    payload = {"item_id": item.pk, "assignee_id": item.assignee_id, "due_date": item.due_date}
    append(kind="journey.item_done", subject=item.journey, by=by, at=at, payload=payload)
    if not item.journey.items.undone().exists():
        _set_state(item.journey, JourneyState.FINISHED, ended_at=at)
        append(kind="journey.finished", subject=item.journey, by=by, at=at, payload={"user_id": item.journey.user_id})
    return item


@transaction.atomic
def untick(*, item: JourneyItem, by: User, at: datetime, expected_version: int | None = None) -> JourneyItem:
    """The item is to be done after all; a journey that it had finished is open again."""
    item = _lock(item, by=by, expected_version=expected_version)
    journey = item.journey
    _refuse_stopped(journey)
    if not item.is_done:
        return item
    if not journey.is_open:
        sentence = f"{journey.user} is on another journey by now: stop or finish that one before this opens again."
        with refusing({"a_person_is_on_one_journey_at_a_time": sentence}):
            _set_state(journey, JourneyState.OPEN, ended_at=None)
        append(kind="journey.reopened", subject=journey, by=by, at=at, payload={"user_id": journey.user_id})
    item.done_at, item.done_by = None, None
    _save(item, "done_at", "done_by")
    append(kind="journey.item_undone", subject=journey, by=by, at=at, payload={"item_id": item.pk})
    return item


@transaction.atomic
def reassign(
    *, item: JourneyItem, to: User, by: User, at: datetime, expected_version: int | None = None
) -> JourneyItem:
    """Somebody else does the item from now on."""
    item = _lock(item, by=by, expected_version=expected_version)
    _refuse_stopped(item.journey)
    if item.is_done:
        raise Refused(f"“{item}” is done; take the tick back before handing it on.", code="item_is_done")
    if not to.is_active:
        raise Refused(f"{to} no longer works here: choose another person.", code="assignee", field="to")
    if item.assignee_id == to.pk:
        return item
    before, item.assignee = item.assignee_id, to
    _save(item, "assignee")
    payload = {"item_id": item.pk, "from_id": before, "to_id": to.pk}
    append(kind="journey.item_reassigned", subject=item.journey, by=by, at=at, payload=payload)
    return item


@transaction.atomic
def add_note(
    *, item: JourneyItem, note: str, by: User, at: datetime, expected_version: int | None = None
) -> JourneyItem:
    """Writes the item's note, in place of the one before; an empty one takes it away."""
    item = _lock(item, by=by, expected_version=expected_version)
    if item.note == note.strip():
        return item
    item.note = note.strip()
    _save(item, "note")
    append(kind="journey.item_noted", subject=item.journey, by=by, at=at, payload={"item_id": item.pk})
    return item


def _lock(item: JourneyItem, *, by: User, expected_version: int | None) -> JourneyItem:
    """The item's row and its journey's, locked and fresh: the journey first, so that two last ticks wait in line."""
    journeys = Journey.objects.select_for_update(of=("self",), no_key=True).select_related("user")
    journey = journeys.get(pk=item.journey_id)
    # Without assignee and who did it, which change: a joined row would be the one of before, or none.
    locked = JourneyItem.objects.select_for_update(of=("self",)).select_related("plan_item").get(pk=item.pk)
    locked.journey = journey
    if not may_work(by, locked):
        raise NotAllowed(
            f"“{locked}” is for {locked.assignee}: ask them, a manager above {journey.user}, or an admin to change it."
        )
    if expected_version is not None and locked.version != expected_version:
        raise ItemChanged(f"“{locked}” was changed by somebody else in between; look at it again, then repeat.")
    return locked


def _refuse_stopped(journey: Journey) -> None:
    if journey.state == JourneyState.STOPPED:
        raise Refused(
            f"The journey of {journey.user} was stopped and stays as it is: start a new one if there is more to do.",
            code="journey_is_over",
        )


def _set_state(journey: Journey, state: JourneyState, *, ended_at: datetime | None) -> None:
    journey.state, journey.ended_at = state, ended_at
    journey.version += 1
    journey.save(update_fields=["state", "ended_at", "version"])


def _save(item: JourneyItem, *fields: str) -> None:
    item.version += 1
    item.save(update_fields=[*fields, "version"])
