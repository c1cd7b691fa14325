"""Items: ticked by who does them or oversees them, taken back, handed on, noted; the last one finishes the journey."""

from datetime import date, timedelta

import pytest

from onboarding.choices import JourneyState
from onboarding.domain.items import add_note, reassign, tick, untick
from onboarding.domain.journeys import stop_journey
from onboarding.models import Journey, JourneyItem
from salesmgmt.events.models import Event
from tests.cast import AT, Cast
from tests.onboarding.rows import item_of, start, tick_all
from tests.refusals import assert_refused

LATER = AT + timedelta(hours=3)


def kinds() -> list[str]:
    return list(Event.objects.filter(subject_kind="onboarding.journey").order_by("pk").values_list("kind", flat=True))


def test_tick_says_when_and_by_whom(cast: Cast, journey: Journey) -> None:
    item = tick(item=item_of(journey, "Set up the laptop"), by=cast.nora, at=LATER)
    assert (item.done_at, item.done_by, item.version) == (LATER, cast.nora, 2)
    event = Event.objects.get(kind="journey.item_done")
    assert (event.subject_id, event.actor) == (journey.pk, cast.nora)
    assert event.payload == {"item_id": item.pk, "assignee_id": cast.nora.pk, "due_date": "2026-03-02"}


def test_tick_twice_is_once(cast: Cast, journey: Journey) -> None:
    item = item_of(journey, "Set up the laptop")
    tick(item=item, by=cast.nora, at=AT)
    again = tick(item=item, by=cast.max, at=LATER)
    assert (again.done_at, again.done_by, again.version) == (AT, cast.nora, 2)
    assert Event.objects.filter(kind="journey.item_done").count() == 1


def test_last_tick_finishes_the_journey_and_untick_opens_it_again(cast: Cast, journey: Journey) -> None:
    tick_all(journey, by=cast.max, at=LATER)
    journey.refresh_from_db()
    assert (journey.state, journey.ended_at) == (JourneyState.FINISHED, LATER)
    assert kinds()[-2:] == ["journey.item_done", "journey.finished"]
    item = untick(item=item_of(journey, "Lunch with the buddy"), by=cast.rita, at=LATER)
    journey.refresh_from_db()
    assert (item.done_at, item.done_by) == (None, None)
    assert (journey.state, journey.ended_at) == (JourneyState.OPEN, None)
    assert kinds()[-2:] == ["journey.reopened", "journey.item_undone"]


def test_untick_does_not_open_a_journey_beside_another(cast: Cast, journey: Journey) -> None:
    tick_all(journey, by=cast.max)
    start(cast.nora, date(2026, 6, 1), by=cast.max)
    with assert_refused("a_person_is_on_one_journey_at_a_time", says="Nora Nye is on another journey by now"):
        untick(item=item_of(journey, "Set up the laptop"), by=cast.nora, at=LATER)


def test_untick_of_an_undone_item_changes_nothing(cast: Cast, journey: Journey) -> None:
    item = item_of(journey, "Set up the laptop")
    assert untick(item=item, by=cast.nora, at=AT).version == item.version
    assert kinds() == ["journey.started"]


@pytest.mark.parametrize("who", ["nora", "max", "olga"])
def test_item_is_worked_by_its_assignee_the_line_above_and_admins(cast: Cast, journey: Journey, who: str) -> None:
    assert tick(item=item_of(journey, "Set up the laptop"), by=getattr(cast, who), at=AT).is_done


@pytest.mark.parametrize("who", ["nora", "mona", "sam", "rosa", "finn", "stranger"])
def test_item_is_not_worked_by_others(cast: Cast, journey: Journey, who: str) -> None:
    item, by = item_of(journey, "Lunch with the buddy"), getattr(cast, who)
    with assert_refused("not_allowed", says="“Lunch with the buddy” is for Rita Sandoval: ask them"):
        tick(item=item, by=by, at=AT)
    with assert_refused("not_allowed"):
        reassign(item=item, to=cast.sam, by=by, at=AT)
    with assert_refused("not_allowed"):
        add_note(item=item, note="Hello", by=by, at=AT)
    tick(item=item, by=cast.rita, at=AT)
    with assert_refused("not_allowed"):
        untick(item=item, by=by, at=AT)


def test_item_of_a_stopped_journey_stays_as_it_is(cast: Cast, journey: Journey) -> None:
    stop_journey(journey=journey, reason="Left", by=cast.max, at=AT)
    item = item_of(journey, "Set up the laptop")
    for act in (
        lambda: tick(item=item, by=cast.nora, at=AT),
        lambda: untick(item=item, by=cast.nora, at=AT),
        lambda: reassign(item=item, to=cast.sam, by=cast.nora, at=AT),
    ):
        with assert_refused("journey_is_over", says="The journey of Nora Nye was stopped"):
            act()


def test_reassign_hands_an_undone_item_on(cast: Cast, journey: Journey) -> None:
    item = item_of(journey, "Lunch with the buddy")
    assert reassign(item=item, to=cast.rita, by=cast.max, at=AT).version == item.version
    moved = reassign(item=item, to=cast.sam, by=cast.rita, at=AT)
    assert (moved.assignee, moved.version) == (cast.sam, item.version + 1)
    payload = Event.objects.get(kind="journey.item_reassigned").payload
    assert payload == {"item_id": item.pk, "from_id": cast.rita.pk, "to_id": cast.sam.pk}
    tick(item=item, by=cast.sam, at=AT)
    with assert_refused("item_is_done", says="take the tick back"):
        reassign(item=item, to=cast.rita, by=cast.sam, at=AT)


def test_reassign_refuses_who_is_gone(cast: Cast, journey: Journey) -> None:
    cast.sam.is_active = False
    with assert_refused("assignee", "to", says="Sam Okafor no longer works here"):
        reassign(item=item_of(journey, "Lunch with the buddy"), to=cast.sam, by=cast.max, at=AT)


def test_add_note_replaces_the_one_before(cast: Cast, journey: Journey) -> None:
    item = item_of(journey, "Set up the laptop")
    add_note(item=item, note=" The charger is missing. ", by=cast.nora, at=AT)
    again = add_note(item=item, note="The charger is missing.", by=cast.max, at=AT)
    assert (again.note, again.version) == ("The charger is missing.", 2)
    assert Event.objects.get(kind="journey.item_noted").payload == {"item_id": item.pk}
    assert add_note(item=item, note="", by=cast.nora, at=AT).note == ""


def test_item_changed_in_between_is_not_overwritten(cast: Cast, journey: Journey) -> None:
    item = item_of(journey, "Set up the laptop")
    add_note(item=item, note="Waiting for IT", by=cast.nora, at=AT)
    with assert_refused("item_changed", says="look at it again"):
        tick(item=item, by=cast.nora, at=AT, expected_version=item.version)


def test_items_are_seen_with_their_journey_and_by_their_assignee(cast: Cast, journey: Journey) -> None:
    seen = {
        name: JourneyItem.objects.visible_to(user).filter(journey=journey).count()
        for name, user in cast.everybody().items()
    }
    everybody_else = dict.fromkeys(seen, 0)
    assert seen == {**everybody_else, "nora": 5, "max": 5, "olga": 5, "rita": 1}
