"""Items: ticked and taken back, handed on, noted; refused in a sentence with nothing changed."""

import json

import pytest

from onboarding.domain.journeys import stop_journey
from onboarding.models import JourneyItem
from tests.onboarding.rows import item_of, make_plan, start
from tests.refusals import all_rows

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def laptop(journey, clock) -> JourneyItem:
    return item_of(journey, "Set up the laptop")


def events_of(answer):
    return json.loads(answer["HX-Trigger"])


def test_a_tick_and_its_undo(laptop, cast, client):
    client.force_login(cast.nora)
    answer = client.post(f"/onboarding/items/{laptop.pk}/tick/", {"version": 1}, headers=HTMX)
    laptop.refresh_from_db()
    assert (answer.status_code, laptop.done_by) == (204, cast.nora)
    told = events_of(answer)
    assert told["journey-changed"] is None
    assert told["toast"]["text"] == "Done: Set up the laptop"
    assert told["toast"]["undo"] == f"/onboarding/items/{laptop.pk}/untick/?version=2"
    answer = client.post(told["toast"]["undo"], headers=HTMX)
    laptop.refresh_from_db()
    assert (answer.status_code, laptop.done_at) == (204, None)
    assert events_of(answer)["toast"]["text"] == "To do again: Set up the laptop"


def test_without_script_a_tick_leads_back_with_a_toast(laptop, cast, client):
    client.force_login(cast.nora)
    answer = client.post(
        f"/onboarding/items/{laptop.pk}/tick/", {"version": 1}, headers={"Referer": "http://testserver/onboarding/"}
    )
    assert (answer.status_code, answer["Location"]) == (302, "http://testserver/onboarding/")
    page = client.get("/onboarding/").content.decode()
    assert "Done: Set up the laptop" in page
    assert f'action="/onboarding/items/{laptop.pk}/untick/?version=2"' in page


def test_the_last_tick_finishes_the_journey(cast, profile, client, clock):
    from onboarding.domain.plans import ItemFacts

    plan = make_plan(profile, ItemFacts(title="Read the handbook", working_day=1), by=cast.olga)
    journey = start(cast.nora, by=cast.max, plan_version=plan)
    client.force_login(cast.nora)
    answer = client.post(f"/onboarding/items/{journey.items.get().pk}/tick/", headers=HTMX)
    assert events_of(answer)["toast"]["text"] == "Every step of the journey is done"
    journey.refresh_from_db()
    assert journey.state == "FINISHED"


def test_a_tick_on_what_was_changed_in_between_changes_nothing(laptop, cast, client):
    client.force_login(cast.nora)
    client.post(f"/onboarding/items/{laptop.pk}/note/", {"note": "No charger", "version": 1})
    before = all_rows()
    answer = client.post(f"/onboarding/items/{laptop.pk}/tick/", {"version": 1}, headers=HTMX)
    assert answer.status_code == 409
    assert "was changed by somebody else" in events_of(answer)["toast"]["text"]
    assert all_rows() == before


def test_items_of_others_are_not_ticked(journey, clock, cast, client):
    lunch = item_of(journey, "Lunch with the buddy")
    client.force_login(cast.nora)
    before = all_rows()
    answer = client.post(f"/onboarding/items/{lunch.pk}/tick/", headers=HTMX)
    assert answer.status_code == 403
    assert "is for Rita Sandoval" in events_of(answer)["toast"]["text"]
    assert all_rows() == before
    page = client.get(f"/onboarding/items/{lunch.pk}/").content.decode()
    assert "/tick/" not in page
    assert "Hand it on" not in page


def test_a_stopped_journey_is_not_ticked(laptop, cast, client, clock):
    stop_journey(journey=laptop.journey, reason="Left", by=cast.max, at=clock.at)
    client.force_login(cast.nora)
    before = all_rows()
    answer = client.post(f"/onboarding/items/{laptop.pk}/tick/", headers=HTMX)
    assert answer.status_code == 422
    assert all_rows() == before


def test_a_buddy_sees_what_they_do_for_whom(journey, cast, client, clock):
    clock.go_to(4)
    client.force_login(cast.rita)
    answer = client.get("/onboarding/items/")
    [hire] = answer.context["hires"]
    assert hire.journey == journey
    assert [item.plan_item.title for item in hire.sections.late] == ["Lunch with the buddy"]
    page = answer.content.decode()
    assert "1 open, 1 late" in page
    assert "Nora Nye" in page
    assert "Set up the laptop" not in page


def test_who_waits_longest_comes_first_and_what_was_done_lately_stays(plan, cast, client, clock):
    first = start(cast.nora, by=cast.max, buddy=cast.sam)
    start(cast.rita, first.start_date.replace(day=9), by=cast.max, buddy=cast.sam)
    client.force_login(cast.sam)
    hires = client.get("/onboarding/items/").context["hires"]
    assert [hire.journey.user for hire in hires] == [cast.nora, cast.rita]
    client.post(f"/onboarding/items/{item_of(first, 'Lunch with the buddy').pk}/tick/")
    hires = client.get("/onboarding/items/").context["hires"]
    assert [hire.journey.user for hire in hires] == [cast.rita, cast.nora]
    assert len(hires[1].sections.done_today) == 1
    clock.wait(days=8)
    assert [hire.journey.user for hire in client.get("/onboarding/items/").context["hires"]] == [cast.rita]


def test_nothing_assigned_teaches(cast, client, clock):
    client.force_login(cast.sam)
    assert "Nothing is assigned to you" in client.get("/onboarding/items/").content.decode()


def test_an_item_is_handed_on(laptop, cast, client):
    client.force_login(cast.max)
    answer = client.post(f"/onboarding/items/{laptop.pk}/reassign/", {"to": cast.sam.pk, "version": 1}, headers=HTMX)
    laptop.refresh_from_db()
    assert (answer.status_code, laptop.assignee) == (200, cast.sam)
    assert "Sam Okafor" in answer.content.decode()


def test_who_hands_on_what_they_no_longer_see_goes_on(journey, cast, client, clock):
    lunch = item_of(journey, "Lunch with the buddy")
    client.force_login(cast.rita)
    answer = client.post(f"/onboarding/items/{lunch.pk}/reassign/", {"to": cast.sam.pk}, headers=HTMX)
    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/onboarding/items/")


@pytest.mark.parametrize(
    ("act", "sent", "says"),
    [
        ("reassign", {"to": ""}, "is missing: choose one"),
        ("reassign", {"to": "404404"}, "Select a valid choice"),
        ("note", {"note": "x" * 2001}, "at most 2000 characters"),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field(laptop, cast, client, act, sent, says):
    client.force_login(cast.max)
    before = all_rows()
    answer = client.post(f"/onboarding/items/{laptop.pk}/{act}/", sent, headers=HTMX)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert all_rows() == before


def test_a_done_item_is_not_handed_on(laptop, cast, client):
    client.force_login(cast.max)
    client.post(f"/onboarding/items/{laptop.pk}/tick/")
    before = all_rows()
    answer = client.post(f"/onboarding/items/{laptop.pk}/reassign/", {"to": cast.sam.pk})
    assert answer.status_code == 422
    assert "take the tick back before handing it on" in answer.content.decode()
    assert all_rows() == before


def test_a_note_is_kept_for_whoever_sees_the_item(laptop, cast, client):
    client.force_login(cast.max)
    client.post(f"/onboarding/items/{laptop.pk}/note/", {"note": "The charger is in my drawer."}, headers=HTMX)
    client.force_login(cast.nora)
    assert "The charger is in my drawer." in client.get("/onboarding/").content.decode()
