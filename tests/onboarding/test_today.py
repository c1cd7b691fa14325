"""Today: one's items with Done in place, new hires who are late, start soon or ramp slowly, and the card beside."""

from datetime import date, timedelta

import pytest
from django.test import Client

from onboarding import today
from onboarding.choices import Relation
from onboarding.domain.items import tick
from onboarding.domain.journeys import change_people, stop_journey
from onboarding.domain.plans import ItemFacts
from onboarding.models import Journey, PlanVersion
from onboarding.queries.slow_ramps import SlowRamp, slow_ramps
from pipeline.domain.closing import win_deal
from salesmgmt.accounts.models import User
from salesmgmt.events.domain.consumption import drain
from salesmgmt.people.choices import Role
from salesmgmt.people.domain.members import Place, add_person
from salesmgmt.people.models import Company
from salesmgmt.web.agenda import LATE, NEXT, TODAY, Found, work_for
from tests.cast import AT, START, Cast
from tests.onboarding.rows import MONDAY, item_of, make_plan, start, tick_all
from tests.pipeline_rows import make_deal, make_process, won_for

ALONE = ItemFacts(title="Read the handbook", working_day=1)


def told(found: Found) -> list[tuple[str, str]]:
    return [(item.urgency, item.what) for item in found.items]


def test_my_items_are_late_or_due_and_can_be_done_in_place(cast: Cast, journey: Journey) -> None:
    found = today.my_items(cast.max, MONDAY, 5)
    assert told(found) == [
        (LATE, "Order the laptop, for Nora Nye"),
        (LATE, "Write the welcome mail, for Nora Nye"),
    ]
    assert (found.total, found.url) == (2, "/onboarding/items/")
    item = item_of(journey, "Order the laptop")
    (act,) = found.items[0].acts
    assert (act.label, act.how, act.url) == ("Done", "post", f"/onboarding/items/{item.pk}/tick/")
    assert (found.items[0].due_date, found.items[0].who) == (date(2026, 2, 20), cast.nora)
    client = Client()
    client.force_login(cast.max, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.post(act.url).status_code == 302
    assert told(today.my_items(cast.max, MONDAY, 5)) == [(LATE, "Write the welcome mail, for Nora Nye")]


def test_my_items_of_ones_own_journey_say_why(cast: Cast, journey: Journey) -> None:
    found = today.my_items(cast.nora, MONDAY, 5)
    assert told(found) == [(TODAY, "Set up the laptop")]
    assert (found.items[0].why, found.items[0].who) == ("Everything else needs it. About 60 minutes.", None)
    assert found.url == "/onboarding/mine/"
    assert told(today.my_items(cast.rita, MONDAY, 5)) == [(TODAY, "Lunch with the buddy, for Nora Nye")]


def test_my_items_are_the_first_of_all(cast: Cast, journey: Journey) -> None:
    found = today.my_items(cast.max, MONDAY, 1)
    assert (len(found.items), found.total) == (1, 2)


def test_nothing_is_asked_for_on_a_journey_that_is_over(cast: Cast, journey: Journey) -> None:
    stop_journey(journey=journey, reason="Left", by=cast.max, at=AT)
    later = MONDAY + timedelta(days=30)
    for find in (today.my_items, today.late_new_hires, today.starts_this_week, today.slow_new_hires):
        for user in (cast.max, cast.nora):
            assert find(user, later, 5).items == []


def test_late_new_hires_say_how_many_items_and_since_when(cast: Cast, journey: Journey) -> None:
    assert today.late_new_hires(cast.max, MONDAY, 5).items == []
    found = today.late_new_hires(cast.max, MONDAY + timedelta(days=3), 5)
    assert told(found) == [(LATE, "Nora Nye’s journey is late by 3 items")]
    assert found.items[0].why == "Since 2 Mar. Day 4 of The first week."
    assert found.items[0].panel_url == f"/onboarding/journeys/{journey.pk}/panel/"
    assert told(today.late_new_hires(cast.olga, MONDAY, 5)) == [(LATE, "Nora Nye’s journey is late by 2 items")]
    for other in (cast.mona, cast.nora):
        assert today.late_new_hires(other, MONDAY + timedelta(days=3), 5).items == []


def test_starts_this_week_say_how_far_the_preparations_are(cast: Cast, journey: Journey) -> None:
    tick(item=item_of(journey, "Order the laptop"), by=cast.max, at=AT)
    assert told(today.starts_this_week(cast.max, MONDAY, 5)) == [(TODAY, "Nora Nye starts today")]
    found = today.starts_this_week(cast.max, MONDAY - timedelta(days=6), 5)
    assert told(found) == [(NEXT, "Nora Nye starts on Monday")]
    assert found.items[0].why == "Enterprise AE. 1 of 2 preparations done."
    for day in (MONDAY - timedelta(days=7), MONDAY + timedelta(days=1)):
        assert today.starts_this_week(cast.max, day, 5).items == []


@pytest.fixture
def ramped(cast: Cast, plan: PlanVersion) -> Cast:
    """Four sellers of Mona's were ramped after 10, 20, 30 and 40 days; Nora and Rita are on their way."""
    make_process()
    for days in (10, 20, 30, 40):
        seller = add_person(
            email=f"seller{days}@kestrel.example",
            name=f"Seller {days}",
            place=Place(team=cast.south, manager=cast.mona, role_profile=plan.plan.role_profile),
            roles=[Role.REP],
            start_date=START,
            by=cast.olga,
            at=AT,
        )
        journey = start(seller, by=cast.mona)
        at = AT + timedelta(days=days)
        win_deal(deal=make_deal(seller, f"Deal {days}", at=at), reason=won_for(), by=seller, at=at)
        tick_all(journey, by=cast.mona, at=at)
    for user in (cast.nora, cast.rita):
        start(user, by=cast.max)
    while drain("onboarding.milestones", at=AT, own=True):
        pass
    return cast


def slow(user: User, days: int) -> list[SlowRamp]:
    company = Company.objects.current()
    return list(slow_ramps(user, as_of=MONDAY + timedelta(days=days), company=company))


def test_slow_ramps_are_those_past_the_median_of_their_role(ramped: Cast) -> None:
    """After 36 days nobody knows yet that one is ramped on day 40: half waits from day 30 to the last one known."""
    assert slow(ramped.max, 30) == []
    found = slow(ramped.max, 36)
    assert {each.journey.user for each in found} == {ramped.nora, ramped.rita}
    assert (found[0].days, found[0].milestone, found[0].role.n, found[0].median.value) == (36, "first deal won", 6, 33)
    assert found[0].is_small
    assert slow(ramped.mona, 60) == []


def test_slow_new_hires_are_no_accusation(ramped: Cast) -> None:
    found = today.slow_new_hires(ramped.max, MONDAY + timedelta(days=50), 1)
    (item,) = found.items
    assert (item.urgency, item.chip, found.total) == (NEXT, "50 d", 2)
    assert item.what == "Ask Nora Nye what stands in the way of the first deal won"
    assert item.why == (
        "Not there after 50 days; half of 6 in Enterprise AE were after 35. A small sample, and not a cause."
    )


def test_few_journeys_say_nothing_about_a_role(cast: Cast, journey: Journey) -> None:
    assert slow(cast.max, 300) == []


@pytest.mark.parametrize(
    ("who", "names"),
    [
        ("max", {"items", "late", "starts", "slow"}),
        ("olga", {"items", "late", "starts", "slow"}),
        ("nora", {"items"}),
        ("ivan", {"items"}),
    ],
)
def test_managers_look_for_new_hires_everybody_for_items(cast: Cast, who: str, names: set[str]) -> None:
    user = getattr(cast, who)
    works = [*work_for(user), *work_for(user, later=True)]
    found = {work.name for work in works if work.name.startswith("onboarding.")}
    assert found == {f"onboarding.{name}" for name in names}


@pytest.mark.parametrize(
    ("find", "queries"),
    [
        (today.my_items, 1),
        (today.late_new_hires, 1),
        (today.starts_this_week, 1),
        (today.slow_new_hires, 3),
    ],
)
def test_finders_ask_as_often_for_three_as_for_one(
    cast: Cast, plan: PlanVersion, django_assert_max_num_queries, find, queries: int
) -> None:
    people = [cast.nora, cast.rita, cast.api_user]
    for some in (people[:1], people[1:]):
        for person in some:
            start(person, by=cast.olga, role_profile=plan.plan.role_profile)
        user = User.objects.get(pk=cast.max.pk)
        assert user.has_perm("onboarding.start_journeys")
        with django_assert_max_num_queries(queries):
            find(user, MONDAY + timedelta(days=9), 5)


def card(user: User) -> tuple[int, str]:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.get("/onboarding/cards/ramp/")
    return answer.status_code, answer.content.decode()


def test_card_says_how_far_new_hires_are(cast: Cast, journey: Journey) -> None:
    tick(item=item_of(journey, "Order the laptop"), by=cast.max, at=AT)
    status, html = card(cast.max)
    assert status == 200
    assert "Nora Nye" in html
    assert "1 of 5 steps" in html
    assert "4 late" in html
    assert "<title>1 of 5 steps done, 5 were due by now</title>" in html


def test_card_is_left_out_where_nobody_is_on_a_journey(cast: Cast, journey: Journey) -> None:
    assert card(cast.mona) == (204, "")
    assert card(cast.nora)[0] == 404


def test_item_handed_to_another_is_theirs(cast: Cast, plan: PlanVersion) -> None:
    only_it = make_plan(
        None, ItemFacts(title="Badge", working_day=1, relation=Relation.IT), ALONE, by=cast.olga, name="X"
    )
    journey = start(cast.nora, by=cast.max, plan_version=only_it)
    change_people(journey=journey, buddy=None, it_person=cast.sam, by=cast.max, at=AT)
    assert told(today.my_items(cast.sam, MONDAY, 5)) == [(TODAY, "Badge, for Nora Nye")]
    assert today.my_items(cast.max, MONDAY, 5).items == []
