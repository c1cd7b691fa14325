"""Every settings page: who may open it, how many queries it takes, what one may not see answers 404."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from salesmgmt.console.urls import urlpatterns
from salesmgmt.people.domain.members import Place, add_person
from tests.cast import AT, START

FOR_EVERYBODY = {
    "settings", "me", "token-new", "token-revoke", "jobs", "job-cancel", "job-retry", "today", "today-work",
    "today-cards", "notifications", "notifications-latest", "notifications-read", "notification-read",
    "undos", "undo", "file", "preferences", "preference-way",
    "exports", "approvals", "approval-decide", "approval-withdraw", "deputy", "deputy-end", "approval-chains",
}  # fmt: skip
OF_A_ROW_OF_ONES_OWN = {"token-revoke", "job-cancel", "job-retry", "notification-read", "undo", "file",
    "approval-decide", "approval-withdraw", "deputy-end",
}  # fmt: skip
FOR_ANYBODY = {"found", "unsubscribe"}
ACTS = {
    "open-year", "holiday-remove", "password-link", "grant-revoke", "token-new", "token-revoke", "job-cancel",
    "job-retry", "notifications-read", "notification-read", "mails-again",
    "undo", "file", "preference-way", "approval-decide", "approval-withdraw", "deputy", "deputy-end",
    "export-everything",
    "webhook-pause", "webhook-resume", "webhook-secret", "webhook-test", "webhook-again", "webhook-remove",
    "delivery-again",
    "team-retire", "team-bring-back", "competency-retire", "competency-bring-back", "office-retire",
    "office-bring-back", "profile-retire", "profile-bring-back",
}  # fmt: skip
ROW_OF = {
    **{
        name: of
        for of in ("office", "team", "competency", "profile")
        for name in (of, f"{of}-retire", f"{of}-bring-back")
    },
    "calendar": "calendar",
    "holiday-remove": "holiday",
    "person": "person",
    "person-edit": "person",
    "person-move": "person",
    "person-leave": "person",
    "password-link": "person",
    "grant-revoke": "grant",
    "profile-rename": "profile",
    **dict.fromkeys(
        ("webhook", "webhook-edit", "webhook-pause", "webhook-resume", "webhook-secret", "webhook-test",
         "webhook-again", "webhook-remove"),
        "webhook",
    ),
    "delivery": "delivery",
    "delivery-again": "delivery",
}  # fmt: skip
NAMES = [pattern.name for pattern in urlpatterns]
ADMIN_PAGES = sorted(set(NAMES) - FOR_EVERYBODY - FOR_ANYBODY)
QUERIES = 12
ALL_CARDS = 15  # the cards of four apps and what is worth knowing, in one answer instead of five


def address(name, rows):
    return reverse(f"console:{name}", args=[rows[ROW_OF[name]]] if name in ROW_OF else [])


def test_every_address_is_tested_here():
    assert set(NAMES) >= FOR_EVERYBODY | ACTS
    assert {each.name for each in urlpatterns if "<" in str(each.pattern)} - OF_A_ROW_OF_ONES_OWN - FOR_ANYBODY == set(
        ROW_OF
    )


@pytest.mark.parametrize("name", sorted(set(NAMES) - ACTS - FOR_ANYBODY - {"settings", "health"}))
def test_page_opens_to_an_admin_in_few_queries(client, cast, rows, make_job, django_assert_max_num_queries, name):
    make_job(cast.olga)
    client.force_login(cast.olga)
    client.get(reverse("console:me"))
    with django_assert_max_num_queries(ALL_CARDS if name == "today-cards" else QUERIES):
        response = client.get(address(name, rows))
    assert response.status_code == 200


@pytest.mark.parametrize("name", ["people", "teams", "offices", "profiles", "jobs"])
def test_more_rows_take_no_more_queries(client, cast, rows, make_job, django_assert_num_queries, name):
    client.force_login(cast.olga)
    make_job(cast.olga)
    client.get(address(name, rows))
    with CaptureQueriesContext(connection) as before:
        client.get(address(name, rows))
    for number in range(5):
        add_person(
            email=f"p{number}@kestrel.example",
            name=f"Person {number}",
            place=Place(team=cast.south, manager=cast.mona),
            roles=["REP"],
            start_date=START,
            by=cast.olga,
            at=AT,
        )
        make_job(cast.rita)
    with django_assert_num_queries(len(before)):
        client.get(address(name, rows))


@pytest.mark.parametrize("who", ["max", "finn", "stranger", "api_user"])
def test_settings_are_not_there_for_others(client, cast, rows, who):
    client.force_login(getattr(cast, who))
    answers = {
        name: (client.post if name in ACTS else client.get)(address(name, rows)).status_code for name in ADMIN_PAGES
    }
    assert answers == dict.fromkeys(ADMIN_PAGES, 404)


def test_pages_ask_strangers_to_sign_in(client, rows):
    for name in set(NAMES) - ACTS - FOR_ANYBODY:
        response = client.get(address(name, rows))
        assert (name, response.status_code) == (name, 302)
        assert response.url.startswith("/accounts/login/")


def test_acts_are_posted(client, cast, rows):
    client.force_login(cast.olga)
    acts = ACTS - OF_A_ROW_OF_ONES_OWN
    assert {name: client.get(address(name, rows)).status_code for name in acts} == dict.fromkeys(acts, 405)


def test_settings_lead_to_what_one_may_open(client, cast):
    client.force_login(cast.olga)
    assert client.get("/settings/").url == "/settings/people/"
    client.force_login(cast.rita)
    assert client.get("/settings/").url == "/settings/me/"


def test_rail_offers_settings_to_admins(client, cast):
    client.force_login(cast.olga)
    assert 'href="/settings/"' in client.get("/settings/me/").text
    client.force_login(cast.rita)
    text = client.get("/settings/me/").text
    assert 'href="/settings/"' not in text
    assert "/settings/people/" not in text


def test_health_says_when_no_worker_answers(client, cast, rows):
    client.force_login(cast.olga)
    response = client.get("/settings/system/")
    assert "<b>No worker answers.</b>" in response.text
    assert "PostgreSQL" in response.text


def test_person_without_a_place_has_a_page_of_their_own(client, cast):
    cast.stranger.memberships.all().delete()
    client.force_login(cast.stranger)
    assert client.get("/settings/me/").status_code == 200
    client.force_login(cast.olga)
    assert "Stan Stranger" in client.get("/settings/people/").text
    assert "No place yet." in client.get(f"/settings/people/{cast.stranger.pk}/").text
