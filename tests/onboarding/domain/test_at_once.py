"""Two at once: the last two ticks finish a journey once, two starts give one journey, an item keeps one tick."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections

from onboarding.choices import JourneyState
from onboarding.domain.items import reassign, tick
from onboarding.domain.journeys import change_people
from onboarding.domain.milestones import refresh_milestones
from onboarding.domain.plans import add_item, publish_version
from onboarding.models import Journey, JourneyMilestone, PlanItem
from pipeline.domain.closing import win_deal
from salesmgmt.common.problems import NotAllowed, Refused
from salesmgmt.events.domain.consumption import drain_fully
from salesmgmt.events.models import Event
from tests.behind import behind
from tests.cast import AT, Cast, make_cast
from tests.onboarding.rows import FIRST_WEEK, give_profile, item_of, make_draft, make_plan, make_profile, start
from tests.pipeline_rows import make_deal, make_process, won_for
from tests.salesmgmt.events.sessions import until_readable

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast() -> Iterator[Cast]:
    people = make_cast()
    profile = make_profile(by=people.olga)
    give_profile(people.nora, profile)
    make_plan(profile, *FIRST_WEEK[2:], by=people.olga)
    return people


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Each in a thread and connection of its own, starting together; what was refused comes back as its code."""
    barrier = threading.Barrier(len(acts))

    def one(act: Callable[[], Any]) -> Any:
        try:
            barrier.wait()
            return act()
        except Refused as refusal:
            return refusal.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def test_last_two_ticks_finish_the_journey_once(cast: Cast) -> None:
    for _ in range(5):
        journey = start(cast.nora, by=cast.max)
        first, *last = journey.items.order_by("pk")
        tick(item=first, by=cast.max, at=AT)
        at_once(*(lambda item=item: tick(item=item, by=cast.max, at=AT) for item in last))
        journey.refresh_from_db()
        assert journey.state == JourneyState.FINISHED
        assert Event.objects.filter(kind="journey.finished", subject_id=journey.pk).count() == 1


def test_item_ticked_by_two_is_done_once(cast: Cast) -> None:
    journey = start(cast.nora, by=cast.max)
    item = journey.items.get(plan_item__title="Lunch with the buddy")
    at_once(*(lambda by=by: tick(item=item, by=by, at=AT) for by in (cast.max, cast.olga)))
    item.refresh_from_db()
    assert (item.is_done, item.version) == (True, 2)
    assert Event.objects.filter(kind="journey.item_done").count() == 1


def test_two_starts_give_one_journey(cast: Cast) -> None:
    found = at_once(*(lambda by=by: start(cast.nora, by=by) for by in (cast.max, cast.olga)))
    assert sorted(str(each) for each in found if isinstance(each, str)) == ["a_person_is_on_one_journey_at_a_time"]
    assert Journey.objects.count() == 1
    assert Event.objects.filter(kind="journey.started").count() == 1


def test_item_added_while_a_version_is_published_is_in_it_or_refused(cast: Cast) -> None:
    for number in range(5):
        draft = make_draft(None, *FIRST_WEEK[:1], by=cast.olga, name=f"Plan {number}")
        _, added = at_once(
            lambda draft=draft: publish_version(version=draft, by=cast.olga, at=AT),
            lambda draft=draft: add_item(version=draft, facts=FIRST_WEEK[1], by=cast.olga, at=AT),
        )
        event = Event.objects.get(kind="onboarding_version.published", subject_id=draft.pk)
        assert event.payload["items"] == draft.items.count()
        assert isinstance(added, PlanItem) or added == "onboarding_plan_is_published"


def test_milestones_refreshed_by_two_are_there_once(cast: Cast) -> None:
    make_process()
    journey = start(cast.nora, by=cast.max)
    win_deal(deal=make_deal(cast.nora), reason=won_for(), by=cast.nora, at=AT)
    at_once(*(lambda: refresh_milestones([journey.pk]) for _ in range(4)))
    assert JourneyMilestone.objects.get().kind == "FIRST_DEAL"


def test_consumer_reads_the_log_once_and_again_changes_nothing(cast: Cast) -> None:
    make_process()
    journey = start(cast.nora, by=cast.max)
    deal = win_deal(deal=make_deal(cast.nora), reason=won_for(), by=cast.nora, at=AT)
    until_readable(Event.objects.order_by("-tx").first())
    at_once(*(lambda: drain_fully("onboarding.milestones", at=AT) for _ in range(3)))
    drain_fully("onboarding.milestones", at=AT)
    milestone = JourneyMilestone.objects.get()
    assert (milestone.journey, milestone.source_id) == (journey, deal.pk)
    assert drain_fully("onboarding.milestones", at=AT) == 0


def test_change_of_people_that_waited_for_one_hands_over_from_that_one_s_buddy(cast: Cast) -> None:
    journey = start(cast.nora, by=cast.max)
    changed = behind(
        lambda: change_people(journey=journey, buddy=cast.sam, it_person=None, by=cast.max, at=AT),
        lambda: change_people(journey=journey, buddy=cast.mona, it_person=None, by=cast.olga, at=AT),
    )
    assert (changed.buddy, changed.version) == (cast.mona, 3)
    assert item_of(journey, "Lunch with the buddy").assignee == cast.mona


def test_item_that_waited_for_its_handing_on_is_the_other_s_by_then(cast: Cast) -> None:
    item = item_of(start(cast.nora, by=cast.max, buddy=cast.rita), "Lunch with the buddy")
    with pytest.raises(NotAllowed, match="is for Sam"):
        behind(
            lambda: reassign(item=item, to=cast.sam, by=cast.max, at=AT),
            lambda: tick(item=item, by=cast.rita, at=AT),
        )
    item.refresh_from_db()
    assert (item.assignee, item.is_done, item.version) == (cast.sam, False, 2)
