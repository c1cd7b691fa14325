"""Journeys: started on the plan that fits, with items due on working days and in somebody's hands; changed, stopped."""

from datetime import date, timedelta

import pytest

from onboarding.choices import JourneyState
from onboarding.domain.items import reassign, tick
from onboarding.domain.journeys import change_people, move_start, start_journey, stop_journey
from onboarding.models import Journey, JourneyItem, PlanVersion
from onboarding.rules import is_new_hire
from salesmgmt.accounts.models import User
from salesmgmt.events.models import Event
from salesmgmt.people.domain.members import Place, move_member
from salesmgmt.people.models import RoleProfile
from tests.cast import AT, Cast
from tests.onboarding.rows import (
    FIRST_WEEK,
    MONDAY,
    give_profile,
    item_of,
    make_draft,
    make_office,
    make_plan,
    make_profile,
    start,
    tick_all,
)
from tests.refusals import assert_refused


def laid_out(journey: Journey) -> list[tuple[str, str, date]]:
    rows = journey.items.select_related("plan_item", "assignee")
    return [(str(row), row.assignee.short_name, row.due_date) for row in rows]


def test_start_journey_lays_out_the_plan(cast: Cast, journey: Journey, plan: PlanVersion) -> None:
    assert (journey.plan_version, journey.state, journey.started_by) == (plan, JourneyState.OPEN, cast.max)
    assert laid_out(journey) == [
        ("Order the laptop", "Max", date(2026, 2, 20)),
        ("Write the welcome mail", "Max", date(2026, 2, 27)),
        ("Set up the laptop", "Nora", MONDAY),
        ("Lunch with the buddy", "Rita", MONDAY),
        ("Sit in on a discovery call", "Nora", date(2026, 3, 4)),
    ]
    event = Event.objects.get(kind="journey.started")
    assert (event.subject_id, event.actor) == (journey.pk, cast.max)
    assert event.payload == {
        "user_id": cast.nora.pk,
        "plan_version_id": plan.pk,
        "role_profile_id": journey.role_profile_id,
        "date": "2026-03-02",
    }


def test_start_journey_counts_by_the_calendar_of_the_office(cast: Cast, plan: PlanVersion) -> None:
    """A start on Saturday begins on Monday, and a holiday on Tuesday pushes day 3 to Thursday."""
    office = make_office(cast.olga, holidays=(date(2026, 3, 3),))
    journey = start(cast.nora, date(2026, 2, 28), by=cast.max, office=office, it_person=cast.sam)
    assert laid_out(journey) == [
        ("Order the laptop", "Sam", date(2026, 2, 20)),
        ("Write the welcome mail", "Max", date(2026, 2, 27)),
        ("Set up the laptop", "Nora", MONDAY),
        ("Lunch with the buddy", "Max", MONDAY),
        ("Sit in on a discovery call", "Nora", date(2026, 3, 5)),
    ]


def test_start_journey_takes_office_and_profile_of_the_place_on_that_day(cast: Cast, plan: PlanVersion) -> None:
    office, other = make_office(cast.olga), make_profile("SMB AE", by=cast.olga)
    make_plan(other, *FIRST_WEEK[:1], by=cast.olga, name="SMB")
    place = Place(team=cast.south, manager=cast.mona, office=office, role_profile=other)
    move_member(user=cast.nora, place=place, from_date=date(2026, 4, 1), by=cast.olga, at=AT)
    journey = start(cast.nora, date(2026, 4, 1), by=cast.olga)
    assert (journey.role_profile, journey.office, journey.plan_version.plan.name) == (other, office, "SMB")
    assert laid_out(journey) == [("Order the laptop", "Mona", date(2026, 3, 24))]


def test_start_journey_falls_back_to_the_plan_for_everybody(cast: Cast, profile: RoleProfile) -> None:
    general = make_plan(None, by=cast.olga, name="Everybody")
    assert start(cast.nora, by=cast.max).plan_version == general


def test_start_journey_takes_what_was_published_last(cast: Cast, plan: PlanVersion, profile: RoleProfile) -> None:
    newer = make_plan(profile, by=cast.olga, name="Newer", at=AT + timedelta(days=1))
    make_plan(None, by=cast.olga, name="Everybody", at=AT + timedelta(days=2))
    make_draft(profile, *FIRST_WEEK, by=cast.olga, name="Draft")
    assert start(cast.nora, by=cast.max).plan_version == newer
    assert start(cast.rita, by=cast.max, plan_version=plan).plan_version == plan


def test_start_journey_says_what_is_missing(cast: Cast) -> None:
    with assert_refused("no_role_profile", "role_profile", says="Nora Nye has no role profile on 2 March 2026"):
        start(cast.nora, by=cast.max)
    profile = make_profile(by=cast.olga)
    with assert_refused("no_published_plan", "plan_version", says="publish one under Onboarding, Plans"):
        start(cast.nora, by=cast.max, role_profile=profile)
    draft = make_draft(profile, *FIRST_WEEK, by=cast.olga)
    with assert_refused("no_published_plan", "plan_version"):
        start(cast.nora, by=cast.max, role_profile=profile)
    with assert_refused("plan_is_a_draft", "plan_version", says="publish it before a journey starts on it"):
        start(cast.nora, by=cast.max, role_profile=profile, plan_version=draft)
    with assert_refused("no_place", "start_date", says="no place in the company on 31 December 2025"):
        start(cast.nora, date(2025, 12, 31), by=cast.max)


def test_start_journey_needs_somebody_for_every_item(cast: Cast, plan: PlanVersion, profile: RoleProfile) -> None:
    give_profile(cast.stranger, profile)
    with assert_refused("no_manager", "user", says="to do the items for IT: give them a manager"):
        start(cast.stranger, by=cast.olga)
    with assert_refused("no_manager", "user", says="to do the items for Manager"):
        start(cast.stranger, by=cast.olga, it_person=cast.sam)
    alone = make_plan(None, *FIRST_WEEK[2:3], by=cast.olga, name="Alone")
    assert start(cast.stranger, by=cast.olga, plan_version=alone).items.get().assignee == cast.stranger


def test_start_journey_refuses_a_second_one(cast: Cast, journey: Journey) -> None:
    with assert_refused("a_person_is_on_one_journey_at_a_time", "user", says="stop or finish that one first"):
        start(cast.nora, date(2026, 6, 1), by=cast.max)
    stop_journey(journey=journey, reason="Another role", by=cast.max, at=AT)
    assert start(cast.nora, date(2026, 6, 1), by=cast.max).is_open


def test_start_journey_refuses_unfit_people(cast: Cast, plan: PlanVersion) -> None:
    with assert_refused("buddy", "buddy", says="Nora Nye needs a buddy who is somebody else"):
        start(cast.nora, by=cast.max, buddy=cast.nora)
    cast.sam.is_active = False
    with assert_refused("it_person", "it_person", says="Sam Okafor no longer works here"):
        start(cast.nora, by=cast.max, it_person=cast.sam)


@pytest.mark.parametrize("who", ["nora", "rita", "mona", "sam", "finn", "rosa", "ivan", "stranger"])
def test_start_journey_is_for_the_line_above_and_admins(cast: Cast, plan: PlanVersion, who: str) -> None:
    with assert_refused("not_allowed"):
        start(cast.nora, by=getattr(cast, who))


def test_hire_hands_over_by_its_own_rule_and_once(cast: Cast, plan: PlanVersion) -> None:
    journey = start(cast.nora, by=cast.rosa, hired_from="hiring", origin_ref="7")
    assert (journey.hired_from, journey.origin_ref, journey.started_by) == ("hiring", "7", cast.rosa)
    with assert_refused("a_hire_starts_one_journey", "user", says="open the journey of Rita Sandoval instead"):
        start(cast.rita, by=cast.rosa, hired_from="hiring", origin_ref="7")


def test_new_hire_is_who_has_an_open_journey(cast: Cast, journey: Journey) -> None:
    def asked(user: User) -> bool:
        return is_new_hire(User.objects.get(pk=user.pk))

    assert (asked(cast.nora), asked(cast.rita)) == (True, False)
    assert cast.nora.has_perm("onboarding.follow_a_journey")
    stop_journey(journey=journey, reason="Left", by=cast.max, at=AT)
    assert asked(cast.nora) is False


def test_change_people_hands_over_what_is_undone(cast: Cast, journey: Journey) -> None:
    tick(item=item_of(journey, "Order the laptop"), by=cast.max, at=AT)
    changed = change_people(journey=journey, buddy=cast.sam, it_person=cast.mona, by=cast.max, at=AT)
    assert (changed.buddy, changed.it_person, changed.version) == (cast.sam, cast.mona, journey.version + 1)
    assert item_of(journey, "Lunch with the buddy").assignee == cast.sam
    assert item_of(journey, "Order the laptop").assignee == cast.max
    change_people(journey=journey, buddy=None, it_person=cast.mona, by=cast.max, at=AT)
    assert item_of(journey, "Lunch with the buddy").assignee == cast.max
    assert Event.objects.filter(kind="journey.people_changed").last().payload == {
        "buddy_id": None,
        "it_person_id": cast.mona.pk,
    }


def test_change_people_leaves_what_was_handed_on_by_hand(cast: Cast, journey: Journey) -> None:
    reassign(item=item_of(journey, "Lunch with the buddy"), to=cast.mona, by=cast.max, at=AT)
    change_people(journey=journey, buddy=cast.sam, it_person=None, by=cast.max, at=AT)
    assert item_of(journey, "Lunch with the buddy").assignee == cast.mona


def test_move_start_moves_what_is_undone(cast: Cast, journey: Journey) -> None:
    tick(item=item_of(journey, "Set up the laptop"), by=cast.nora, at=AT)
    moved = move_start(journey=journey, start_date=date(2026, 3, 9), by=cast.max, at=AT)
    assert (moved.start_date, moved.version) == (date(2026, 3, 9), journey.version + 1)
    assert laid_out(journey) == [
        ("Order the laptop", "Max", date(2026, 2, 27)),
        ("Set up the laptop", "Nora", MONDAY),
        ("Write the welcome mail", "Max", date(2026, 3, 6)),
        ("Lunch with the buddy", "Rita", date(2026, 3, 9)),
        ("Sit in on a discovery call", "Nora", date(2026, 3, 11)),
    ]
    payload = Event.objects.get(kind="journey.start_moved").payload
    assert payload == {"from_date": "2026-03-02", "to_date": "2026-03-09", "items": 4}


def test_move_start_to_the_same_day_changes_nothing(cast: Cast, journey: Journey) -> None:
    assert move_start(journey=journey, start_date=MONDAY, by=cast.max, at=AT).version == journey.version
    assert not Event.objects.filter(kind="journey.start_moved").exists()
    with assert_refused("no_place", "start_date"):
        move_start(journey=journey, start_date=date(2025, 6, 2), by=cast.max, at=AT)


def test_stop_journey_says_why_and_leaves_its_items(cast: Cast, journey: Journey) -> None:
    with assert_refused("reason", "reason"):
        stop_journey(journey=journey, reason=" ", by=cast.max, at=AT)
    stopped = stop_journey(journey=journey, reason="Moved to another team", by=cast.max, at=AT)
    assert (stopped.state, stopped.ended_at, stopped.end_reason) == (JourneyState.STOPPED, AT, "Moved to another team")
    assert JourneyItem.objects.undone().count() == 5


def test_journey_that_is_over_stays_as_it_is(cast: Cast, journey: Journey) -> None:
    tick_all(journey, by=cast.max)
    for act in (
        lambda: stop_journey(journey=journey, reason="Late", by=cast.max, at=AT),
        lambda: move_start(journey=journey, start_date=date(2026, 3, 9), by=cast.max, at=AT),
        lambda: change_people(journey=journey, buddy=None, it_person=None, by=cast.max, at=AT),
    ):
        with assert_refused("journey_is_over", says="is finished and stays as it is"):
            act()


@pytest.mark.parametrize("who", ["nora", "rita", "mona", "rosa"])
def test_journey_is_changed_by_the_line_above_and_admins(cast: Cast, journey: Journey, who: str) -> None:
    by = getattr(cast, who)
    with assert_refused("not_allowed", says="Only the managers above Nora Nye and admins"):
        stop_journey(journey=journey, reason="Late", by=by, at=AT)
    with assert_refused("not_allowed"):
        move_start(journey=journey, start_date=date(2026, 3, 9), by=by, at=AT)
    with assert_refused("not_allowed"):
        change_people(journey=journey, buddy=None, it_person=None, by=by, at=AT)
    assert stop_journey(journey=journey, reason="Late", by=cast.olga, at=AT).state == JourneyState.STOPPED


def test_journey_changed_in_between_is_not_overwritten(cast: Cast, journey: Journey) -> None:
    move_start(journey=journey, start_date=date(2026, 3, 9), by=cast.max, at=AT)
    with assert_refused("journey_changed", says="look at it again"):
        move_start(journey=journey, start_date=date(2026, 3, 16), by=cast.max, at=AT, expected_version=journey.version)


def test_person_who_starts_later_is_seen_by_their_manager_to_be(cast: Cast, plan: PlanVersion) -> None:
    from salesmgmt.people.domain.members import add_person

    soon = add_person(
        email="paul@kestrel.example",
        name="Paul Prag",
        place=Place(team=cast.north, manager=cast.max, role_profile=plan.plan.role_profile),
        roles=(),
        start_date=date(2100, 1, 4),
        by=cast.olga,
        at=AT,
    )
    journey = start_journey(user=soon, start_date=date(2100, 1, 4), by=cast.max, at=AT)
    seen = {
        name: Journey.objects.visible_to(user).filter(pk=journey.pk).exists() for name, user in cast.everybody().items()
    }
    assert {name for name, sees in seen.items() if sees} == {"olga", "max"}
