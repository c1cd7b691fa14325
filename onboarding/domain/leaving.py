"""What becomes of journeys when somebody leaves the company: their own ends, and what they were to do is handed on."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from onboarding.choices import JourneyState
from onboarding.models import Journey, JourneyItem
from salesmgmt.accounts.models import User
from salesmgmt.events.domain.log import append
from salesmgmt.events.models import Event
from salesmgmt.people.models import Membership

LEFT = "Left the company"


@transaction.atomic
def follow_leavers(events: Sequence[Event], *, at: datetime) -> None:
    """Stops the open journeys of those whose sign-in was closed, and hands their undone items on other journeys to the
    manager of each new hire. Who is back by now is left alone, and so is what has been settled: twice changes nothing.
    """
    people = User.objects.filter(pk__in={event.subject_id for event in events}, is_active=False)
    leavers = set(people.values_list("pk", flat=True))
    for journey in _touched(leavers):
        if journey.user_id in leavers:
            _stop(journey, at=at)
        else:
            _hand_on(journey, leavers, at=at)


def _touched(leavers: Collection[int]) -> list[Journey]:
    """The open journeys that the leavers are on or work for, locked."""
    theirs = JourneyItem.objects.undone().filter(journey=OuterRef("pk"), assignee__in=leavers)
    touched = Q(user__in=leavers) | Q(buddy__in=leavers) | Q(it_person__in=leavers) | Q(Exists(theirs))
    rows = Journey.objects.open().filter(touched).select_for_update(of=("self",), no_key=True)
    return list(rows.order_by("pk"))


def _stop(journey: Journey, *, at: datetime) -> None:
    journey.state, journey.ended_at, journey.end_reason = JourneyState.STOPPED, at, LEFT
    journey.version += 1
    journey.save(update_fields=["state", "ended_at", "end_reason", "version"])
    append(kind="journey.stopped", subject=journey, by=None, at=at, payload={"user_id": journey.user_id})


def _hand_on(journey: Journey, leavers: Collection[int], *, at: datetime) -> None:
    """Nothing moves while the new hire has no manager who works here: an admin hands the items on then."""
    manager = _manager_of(journey)
    if manager is None:
        return
    undone = journey.items.undone().filter(assignee__in=leavers)
    items = list(undone.select_for_update(of=("self",)).order_by("pk"))
    handed = {leaver: sum(item.assignee_id == leaver for item in items) for leaver in leavers}
    handed = {leaver: count for leaver, count in handed.items() if count or leaver in _named(journey)}
    for item in items:
        item.assignee, item.version = manager, item.version + 1
    JourneyItem.objects.bulk_update(items, ["assignee", "version"])
    journey.buddy_id = None if journey.buddy_id in leavers else journey.buddy_id
    journey.it_person_id = None if journey.it_person_id in leavers else journey.it_person_id
    journey.version += 1
    journey.save(update_fields=["buddy", "it_person", "version"])
    for leaver, count in sorted(handed.items()):
        payload = {"from_id": leaver, "to_id": manager.pk, "items": count}
        append(kind="journey.helper_left", subject=journey, by=None, at=at, payload=payload)


def _named(journey: Journey) -> set[int | None]:
    return {journey.buddy_id, journey.it_person_id}


def _manager_of(journey: Journey) -> User | None:
    """The manager of the new hire's last place, who works here."""
    place = Membership.objects.filter(user=journey.user_id).select_related("manager").order_by("-valid").first()
    return place.manager if place and place.manager and place.manager.is_active else None
