"""Somebody leaves: their own journey stops, their items on others' go to the manager, and twice changes nothing."""

from datetime import timedelta

import pytest

from onboarding.choices import JourneyState
from onboarding.domain.items import tick
from onboarding.models import Journey, PlanVersion
from onboarding.queries.timeline import happenings
from salesmgmt.events.domain.consumption import drain
from salesmgmt.events.models import Consumer, Event
from salesmgmt.people.domain.members import end_membership
from salesmgmt.people.domain.sign_ins import settle_sign_ins
from salesmgmt.people.models import Membership
from tests.cast import AT, Cast
from tests.onboarding.rows import item_of
from tests.refusals import all_rows

LATER = AT + timedelta(days=10)


def leave(user, *, by, at=LATER) -> None:
    end_membership(user=user, last_day_after=at.date(), by=by, at=at)


def follow(at=LATER) -> None:
    while drain("onboarding.leavers", at=at, own=True):
        pass


def again() -> None:
    """The same events, read once more from the beginning."""
    Consumer.objects.filter(pk="onboarding.leavers").delete()
    follow(LATER + timedelta(hours=1))


def test_the_journey_of_who_leaves_is_stopped_with_the_reason(cast: Cast, journey: Journey) -> None:
    leave(cast.nora, by=cast.olga)
    follow()
    journey.refresh_from_db()
    assert (journey.state, journey.ended_at, journey.end_reason) == (JourneyState.STOPPED, LATER, "Left the company")
    assert Event.objects.get(kind="journey.stopped").actor is None
    assert happenings(journey, [])[0].what == "stopped the journey: Left the company"
    before = all_rows()
    again()
    assert {name: all_rows()[name] for name in before if name != "events_consumer"} == {
        name: rows for name, rows in before.items() if name != "events_consumer"
    }


def test_what_a_buddy_was_to_do_goes_to_the_manager(cast: Cast, journey: Journey) -> None:
    leave(cast.rita, by=cast.olga)
    follow()
    journey.refresh_from_db()
    lunch = item_of(journey, "Lunch with the buddy")
    assert (journey.state, journey.buddy, lunch.assignee) == (JourneyState.OPEN, None, cast.max)
    assert item_of(journey, "Set up the laptop").assignee == cast.nora
    event = Event.objects.get(kind="journey.helper_left")
    assert event.payload == {"from_id": cast.rita.pk, "to_id": cast.max.pk, "items": 1}
    assert happenings(journey, [])[0].what == "Rita Sandoval left the company; what they were to do is for Max Adler"
    version = journey.version
    again()
    journey.refresh_from_db()
    assert (journey.version, Event.objects.filter(kind="journey.helper_left").count()) == (version, 1)


def test_done_items_stay_with_who_did_them(cast: Cast, journey: Journey) -> None:
    tick(item=item_of(journey, "Lunch with the buddy"), by=cast.rita, at=AT)
    leave(cast.rita, by=cast.olga)
    follow()
    assert item_of(journey, "Lunch with the buddy").assignee == cast.rita


def test_nothing_happens_before_the_day(cast: Cast, journey: Journey) -> None:
    """Leaving is agreed ten days ahead; the journey goes on until the sign-in closes on the day."""
    end_membership(user=cast.nora, last_day_after=LATER.date(), by=cast.olga, at=AT)
    follow(AT)
    journey.refresh_from_db()
    assert journey.state == JourneyState.OPEN
    settle_sign_ins(by=None, at=LATER)
    follow()
    journey.refresh_from_db()
    assert journey.state == JourneyState.STOPPED


def test_who_is_back_before_the_log_is_read_goes_on(cast: Cast, journey: Journey) -> None:
    leave(cast.nora, by=cast.olga)
    Membership.objects.filter(user=cast.nora).update(valid=(None, None))
    settle_sign_ins(by=cast.olga, at=LATER)
    follow()
    journey.refresh_from_db()
    assert journey.state == JourneyState.OPEN


@pytest.mark.usefixtures("journey")
def test_without_a_manager_items_wait_for_an_admin(cast: Cast, plan: PlanVersion) -> None:
    journey = Journey.objects.get()
    Membership.objects.filter(user=cast.nora).update(manager=None)
    leave(cast.rita, by=cast.olga)
    follow()
    journey.refresh_from_db()
    assert (journey.buddy, item_of(journey, "Lunch with the buddy").assignee) == (cast.rita, cast.rita)
    assert not Event.objects.filter(kind="journey.helper_left").exists()
