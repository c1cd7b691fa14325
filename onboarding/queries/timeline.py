"""What happened on a journey, newest first, in words."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from onboarding.models import Journey, JourneyItem
from pipeline.queries.timeline import Happening
from salesmgmt.accounts.models import User
from salesmgmt.events.models import Event

RECENT = 40
Said = tuple[str, str]


class Names:
    """What the ids in the payloads are called."""

    def __init__(self, journey: Journey, items: Sequence[JourneyItem], events: Sequence[Event]) -> None:
        self.journey = journey
        self.items = {item.pk: item.plan_item.title for item in items}
        asked = {
            event.payload.get(key) for event in events for key in ("from_id", "to_id", "buddy_id", "it_person_id")
        } - {None}
        self.people = dict(User.objects.filter(pk__in=asked).values_list("pk", "name")) if asked else {}

    def item(self, payload: Mapping[str, Any]) -> str:
        return f"“{self.items.get(payload['item_id'], 'an item that is gone')}”"

    def person(self, pk: int | None) -> str:
        return self.people.get(pk or 0, "the manager" if pk is None else "somebody")


def happenings(journey: Journey, items: Sequence[JourneyItem]) -> list[Happening]:
    """`items` are all of the journey, which name what was done."""
    events = list(Event.objects.of(journey).select_related("actor").order_by("-id")[:RECENT])
    names = Names(journey, items, events)
    return [_of_event(event, names) for event in events]


def _of_event(event: Event, names: Names) -> Happening:
    said = _SAYS.get(event.kind)
    what, tone = said(event.payload, names) if said else (event.kind.replace(".", " ").replace("_", " "), "")
    return Happening(event.happened_at, event.actor.name if event.actor else "", what, tone)


def _people(payload: Mapping[str, Any], names: Names) -> Said:
    return f"named {names.person(payload['buddy_id'])} as buddy and {names.person(payload['it_person_id'])} for IT", ""


def _helper_left(payload: Mapping[str, Any], names: Names) -> Said:
    leaver, manager = names.person(payload["from_id"]), names.person(payload["to_id"])
    return f"{leaver} left the company; what they were to do is for {manager}", ""


_SAYS: dict[str, Callable[[Mapping[str, Any], Names], Said]] = {
    "journey.started": lambda payload, names: (f"started the journey, first day {_day(payload['date'])}", "accent"),
    "journey.item_done": lambda payload, names: (f"did {names.item(payload)}", "good"),
    "journey.item_undone": lambda payload, names: (f"took the tick off {names.item(payload)} back", ""),
    "journey.item_reassigned": lambda payload, names: (
        f"handed {names.item(payload)} to {names.person(payload['to_id'])}",
        "",
    ),
    "journey.item_noted": lambda payload, names: (f"wrote a note on {names.item(payload)}", ""),
    "journey.people_changed": _people,
    "journey.helper_left": _helper_left,
    "journey.start_moved": lambda payload, names: (
        f"moved the first day from {_day(payload['from_date'])} to {_day(payload['to_date'])}",
        "",
    ),
    "journey.finished": lambda payload, names: ("finished the journey", "good"),
    "journey.reopened": lambda payload, names: ("opened the journey again", "accent"),
    "journey.stopped": lambda payload, names: (f"stopped the journey: {names.journey.end_reason}", "bad"),
}


def _day(text: str) -> str:
    day = date.fromisoformat(text)
    return f"{day.day} {day:%b %Y}"
