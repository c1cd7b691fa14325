"""A new hire's day: what is due, how far they are, whom to ask; and where others begin."""

import pytest

from onboarding.domain.journeys import stop_journey
from tests.onboarding.rows import give_profile, item_of, make_plan, start, tick_all

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(clock):
    return clock


def shown(client, user, address="/onboarding/"):
    client.force_login(user)
    answer = client.get(address)
    assert answer.status_code == 200
    return answer


def titles(items):
    return [item.plan_item.title for item in items]


def test_a_new_hire_reads_the_day(journey, cast, client, clock):
    answer = shown(client, cast.nora)
    sections = answer.context["sections"]
    assert titles(sections.due) == ["Set up the laptop"]
    assert titles(sections.week) == ["Sit in on a discovery call"]
    assert answer.context["day_sentence"] == "Your first day. One thing today, about 60 minutes."
    assert answer.context["greeting"] == "Good morning"
    page = answer.content.decode()
    assert "Good morning, Nora" in page
    assert "Ask Max or Rita" in page
    assert "mailto:max@kestrel.example" in page
    assert titles(answer.context["for_me"]) == ["Order the laptop", "Write the welcome mail", "Lunch with the buddy"]


@pytest.mark.parametrize(
    ("day", "hour", "sentence", "greeting"),
    [
        (1, 8, "You start on Monday, 2 Mar. Nothing is due today.", "Good morning"),
        (3, 11, "Day 2. One thing today, late, about 60 minutes.", "Good afternoon"),
        (4, 17, "Day 3. Two things today, 1 of them late, about 60 minutes.", "Good evening"),
        (5, 8, "Day 4. Two things today, both late, about 60 minutes.", "Good morning"),
    ],
)
def test_days_pass(journey, cast, client, clock, day, hour, sentence, greeting):
    clock.go_to(day, hour)
    context = shown(client, cast.nora).context
    assert (context["day_sentence"], context["greeting"]) == (sentence, greeting)


def test_late_items_come_first(journey, cast, client, clock):
    clock.go_to(9)
    sections = shown(client, cast.nora).context["sections"]
    assert titles(sections.late) == ["Set up the laptop", "Sit in on a discovery call"]
    assert sections.first_pk == item_of(journey, "Set up the laptop").pk


def test_days_are_the_offices(cast, plan, profile, client, clock):
    """At half past midnight in Berlin it is still Sunday in New York: nothing is late there."""
    from salesmgmt.people.models import Office, WorkingCalendar

    office = Office.objects.create(name="New York", zone="America/New_York", calendar=WorkingCalendar.objects.first())
    give_profile(cast.nora, profile, office)
    start(cast.nora, by=cast.max)
    clock.go_to(2, 23)
    assert shown(client, cast.nora).context["sections"].late == []
    clock.go_to(3, 6)
    assert titles(shown(client, cast.nora).context["sections"].late) == ["Set up the laptop"]


def test_a_finished_journey_says_so(journey, cast, client, clock):
    tick_all(journey, by=cast.max)
    page = shown(client, cast.nora).content.decode()
    assert "You have done every step, all 5 of them." in page


def test_a_stopped_journey_stays_to_be_read_and_no_longer_ticked(journey, cast, client, clock):
    stop_journey(journey=journey, reason="Another role", by=cast.max, at=clock.at)
    page = shown(client, cast.nora).content.decode()
    assert "Your journey was stopped" in page
    assert "/tick/" not in page


def test_a_stopped_journey_asks_for_nothing_anywhere(journey, cast, client, clock):
    laptop = item_of(journey, "Set up the laptop")
    clock.go_to(9)
    assert "7 d late" in shown(client, cast.nora).content.decode()
    assert "7 d late" in shown(client, cast.nora, f"/onboarding/items/{laptop.pk}/").content.decode()
    stop_journey(journey=journey, reason="Another role", by=cast.max, at=clock.at)
    page = shown(client, cast.nora)
    assert page.context["sections"].open_count == 0
    assert "d late" not in page.content.decode()
    item = shown(client, cast.nora, f"/onboarding/items/{laptop.pk}/").content.decode()
    assert "no longer asked for" in item
    assert "d late" not in item


def test_who_is_on_no_journey_is_told_what_stands_here(cast, client, clock):
    page = shown(client, cast.sam).content.decode()
    assert "You are on no journey" in page


def test_others_begin_with_what_is_theirs(journey, cast, client, clock):
    client.force_login(cast.max)
    assert client.get("/onboarding/")["Location"] == "/onboarding/journeys/"
    client.force_login(cast.rita)
    assert client.get("/onboarding/")["Location"] == "/onboarding/items/"


def test_rail_leads_to_onboarding_only_who_takes_part(journey, cast, client, clock):
    link = 'href="/onboarding/"'
    for user, takes_part in ((cast.nora, True), (cast.rita, True), (cast.max, True), (cast.sam, False)):
        client.force_login(user)
        assert (link in client.get("/compensation/").content.decode()) is takes_part, user


def test_a_fragment_is_drawn_for_htmx(journey, cast, client, clock):
    client.force_login(cast.nora)
    page = client.get("/onboarding/mine/", headers={"HX-Request": "true"}).content.decode()
    assert page.lstrip().startswith('<div id="mine"')


@pytest.mark.parametrize("count", [1, 8])
def test_the_day_costs_twelve_queries_at_most(cast, profile, client, clock, count, django_assert_max_num_queries):
    from onboarding.domain.plans import ItemFacts

    plan = make_plan(profile, *[ItemFacts(title=f"Step {n}", working_day=n) for n in range(1, count + 1)], by=cast.olga)
    start(cast.nora, by=cast.max, plan_version=plan, buddy=cast.rita)
    client.force_login(cast.nora)
    client.get("/onboarding/")
    with django_assert_max_num_queries(12):
        assert client.get("/onboarding/").status_code == 200
