"""Journeys that one oversees: who is late first, what narrows the list, one journey and what changes it, a new one."""

from datetime import date, timedelta

import pytest

from onboarding.domain.items import tick
from onboarding.models import Journey
from salesmgmt.people.models import Membership
from tests.cast import AT
from tests.onboarding.rows import MONDAY, item_of, make_profile, start, tick_all
from tests.refusals import all_rows

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
LIST = "/onboarding/journeys/"


@pytest.fixture(autouse=True)
def now(clock):
    clock.go_to(9)
    return clock


@pytest.fixture
def both(cast, plan):
    """Nora is a week in with everything late; Rita starts today and has done what was due before."""
    nora = start(cast.nora, by=cast.max)
    rita = start(cast.rita, MONDAY + timedelta(days=7), by=cast.max)
    for title in ("Order the laptop", "Write the welcome mail"):
        tick(item=item_of(rita, title), by=cast.max, at=AT)
    return nora, rita


def listed(client, address=LIST):
    answer = client.get(address)
    assert answer.status_code == 200
    return [each.row for each in answer.context["dressed"]]


def test_who_is_late_longest_comes_first(both, cast, client):
    nora, rita = both
    client.force_login(cast.max)
    assert listed(client) == [nora, rita]
    answer = client.get(LIST)
    late, on_time = (each.row for each in answer.context["dressed"])
    assert (late.items_done, late.items_total, late.items_late, late.items_due) == (0, 5, 5, 5)
    assert (on_time.items_done, on_time.items_late, on_time.items_due) == (2, 0, 2)
    page = " ".join(answer.content.decode().split())
    assert "1 of 2 are late." in page
    assert "Nora Nye, 5 items, the oldest" in page


def test_the_address_narrows_the_list(both, cast, client):
    nora, rita = both
    client.force_login(cast.max)
    other = make_profile("SDR", by=cast.olga)
    assert listed(client, f"{LIST}?state=OPEN&late=true") == [nora]
    assert listed(client, f"{LIST}?role_profile={nora.role_profile_id}") == [nora, rita]
    assert listed(client, f"{LIST}?role_profile={other.pk}") == []
    assert listed(client, f"{LIST}?state=FINISHED") == []
    assert listed(client, f"{LIST}?state=nonsense&role_profile=many") == [nora, rita]
    tick_all(rita, by=cast.max)
    assert listed(client, f"{LIST}?state=FINISHED") == [rita]
    assert "No journey matches" in client.get(f"{LIST}?role_profile={other.pk}").content.decode()


def test_the_list_pages_by_cursor_through_late_and_on_time(both, cast, client, monkeypatch):
    monkeypatch.setattr("salesmgmt.web.lists.asked.ROWS", 1)
    client.force_login(cast.max)
    first = client.get(LIST)
    assert [each.row for each in first.context["dressed"]] == [both[0]]
    assert listed(client, first.context["next"]) == [both[1]]
    assert client.get(f"{LIST}?cursor=nonsense").status_code == 400


def test_managers_see_their_line_only(both, cast, client):
    client.force_login(cast.mona)
    assert listed(client) == []
    assert client.get(f"{LIST}{both[0].pk}/").status_code == 404


def test_an_empty_list_teaches(cast, client):
    client.force_login(cast.max)
    assert "Nobody is on a journey" in client.get(LIST).content.decode()


@pytest.mark.parametrize("address", [LIST, "/onboarding/journeys/{pk}/", "/onboarding/items/"])
@pytest.mark.parametrize("several", [False, True])
def test_pages_cost_twelve_queries_at_most(cast, plan, client, address, several, django_assert_max_num_queries):
    journey = start(cast.nora, by=cast.max, buddy=cast.rita)
    if several:
        start(cast.rita, by=cast.max)
        tick_all(journey, by=cast.max)
    client.force_login(cast.max)
    address = address.format(pk=journey.pk)
    client.get(address)
    with django_assert_max_num_queries(12):
        assert client.get(address).status_code == 200


def test_a_journey_says_what_happened(both, cast, client):
    nora, _ = both
    client.force_login(cast.max)
    client.post(f"/onboarding/items/{item_of(nora, 'Set up the laptop').pk}/tick/")
    client.post(f"/onboarding/journeys/{nora.pk}/people/", {"buddy": cast.rita.pk, "it_person": ""})
    entries = client.get(f"/onboarding/journeys/{nora.pk}/").context["entries"]
    assert [(entry.who, entry.what) for entry in entries] == [
        ("Max Adler", "named Rita Sandoval as buddy and the manager for IT"),
        ("Max Adler", "did “Set up the laptop”"),
        ("Max Adler", "started the journey, first day 2 Mar 2026"),
    ]


def test_the_start_is_moved_and_open_items_with_it(both, cast, client):
    nora, _ = both
    client.force_login(cast.max)
    answer = client.post(
        f"/onboarding/journeys/{nora.pk}/move/?as=panel", {"start_date": "2026-03-16", "version": 1}, headers=HTMX
    )
    assert answer.status_code == 200
    assert b"data-panel-close" in answer.content
    assert item_of(nora, "Set up the laptop").due_date == date(2026, 3, 16)


def test_a_stopped_journey_says_why(both, cast, client):
    nora, _ = both
    client.force_login(cast.max)
    answer = client.post(f"/onboarding/journeys/{nora.pk}/stop/", {"reason": "Moved to support", "version": 1})
    assert answer["Location"] == f"/onboarding/journeys/{nora.pk}/"
    page = client.get(answer["Location"]).content.decode()
    assert "stopped the journey: Moved to support" in page
    assert "/tick/" not in page
    assert listed(client, f"{LIST}?state=STOPPED") == [nora]


@pytest.mark.parametrize(
    ("act", "sent", "says"),
    [
        ("stop", {"reason": " "}, "“Why it stops” is missing: fill it in"),
        ("move", {"start_date": "soon"}, "Enter a valid date"),
        ("move", {"start_date": "2020-01-01"}, "has no place in the company"),
        ("move", {"start_date": "9999-12-31"}, "Journeys start in the years 1900 to 2200"),
        ("people", {"buddy": "404404"}, "Select a valid choice"),
    ],
)
def test_refused_changes_stand_at_their_field_and_change_nothing(both, cast, client, act, sent, says):
    nora, _ = both
    client.force_login(cast.max)
    before = all_rows()
    answer = client.post(f"/onboarding/journeys/{nora.pk}/{act}/", sent, headers=HTMX)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    assert f'id="act-{act}"' in page
    assert "data-opened" in page
    assert all_rows() == before


def test_the_days_of_a_start_are_seen_before_it(plan, cast, client):
    client.force_login(cast.max)
    before = all_rows()
    answer = client.get(
        "/onboarding/journeys/trial/", {"user": cast.nora.pk, "start_date": "2026-03-12", "buddy": cast.rita.pk}
    )
    trial = answer.context["trial"]
    assert [(day.date, [item.title for item in day.plan_items]) for day in trial.days] == [
        (date(2026, 3, 4), ["Order the laptop"]),
        (date(2026, 3, 11), ["Write the welcome mail"]),
        (date(2026, 3, 12), ["Set up the laptop", "Lunch with the buddy"]),
        (date(2026, 3, 16), ["Sit in on a discovery call"]),
    ]
    assert trial.hands["BUDDY"] == cast.rita
    assert trial.hands["IT"] == cast.max
    assert all_rows() == before


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({}, "Choose a person and their first day"),
        ({"user": "{nora}", "start_date": "2020-03-12"}, "has no place in the company on 12 March 2020"),
        ({"user": "{nora}", "start_date": "9999-12-31"}, "Journeys start in the years 1900 to 2200"),
        ({"user": "{nora}", "start_date": "2026-03-12"}, "No plan fits Nora Nye yet"),
    ],
)
def test_a_trial_says_what_is_missing(cast, client, sent, says):
    client.force_login(cast.max)
    sent = {name: value.format(nora=cast.nora.pk) for name, value in sent.items()}
    assert says in client.get("/onboarding/journeys/trial/", sent).content.decode()


def test_a_journey_is_started_by_hand(plan, cast, client):
    client.force_login(cast.max)
    form = client.get("/onboarding/journeys/new/").context["form"]
    assert form.initial["start_date"] == date(2026, 3, 16)
    answer = client.post(
        "/onboarding/journeys/new/", {"user": cast.nora.pk, "start_date": "2026-03-16", "it_person": cast.sam.pk}
    )
    journey = Journey.objects.get()
    assert answer["Location"] == f"/onboarding/journeys/{journey.pk}/"
    assert (journey.user, journey.plan_version, journey.it_person) == (cast.nora, plan, cast.sam)
    assert "with 5 items" in client.get(answer["Location"]).content.decode()


def test_who_may_be_chosen_is_in_ones_line_and_on_no_journey(journey, cast, client):
    client.force_login(cast.max)
    offered = client.get("/onboarding/journeys/new/").context["form"].fields["user"].queryset
    assert list(offered) == [cast.rita]


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"start_date": "2026-03-16"}, "is missing: choose one"),
        ({"user": "{nora}", "start_date": "2020-03-16"}, "has no place in the company"),
        ({"user": "{nora}", "start_date": "9999-12-31"}, "Journeys start in the years 1900 to 2200"),
        ({"user": "{nora}", "start_date": "2026-03-16", "buddy": "{nora}"}, "needs a buddy who is somebody else"),
        ({"user": "{sam}", "start_date": "2026-03-16"}, "Select a valid choice"),
    ],
)
def test_a_start_that_is_refused_changes_nothing(plan, cast, client, sent, says):
    client.force_login(cast.max)
    before = all_rows()
    people = {"nora": cast.nora.pk, "sam": cast.sam.pk}
    answer = client.post("/onboarding/journeys/new/", {name: value.format(**people) for name, value in sent.items()})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert all_rows() == before


def test_without_a_role_profile_the_form_says_so(plan, cast, client):
    Membership.objects.filter(user=cast.nora).update(role_profile=None)
    client.force_login(cast.max)
    before = all_rows()
    answer = client.post("/onboarding/journeys/new/", {"user": cast.nora.pk, "start_date": "2026-03-16"})
    assert answer.status_code == 422
    assert "role_profile" in answer.context["form"].errors
    assert all_rows() == before
