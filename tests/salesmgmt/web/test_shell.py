"""Rail, palette, start page, appearance, refusals and zone: what every page has in common."""

import json
from datetime import UTC, datetime

import pytest
from allauth.account.models import EmailAddress
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import timezone

from salesmgmt.common.problems import Conflict, Refused
from salesmgmt.people.models import Company
from salesmgmt.web import nav
from salesmgmt.web.context import Shell
from salesmgmt.web.middleware import RefusalMiddleware, ZoneMiddleware
from salesmgmt.web.templatetags.ui import keep_query
from salesmgmt.web.toasts import toast_with


@pytest.fixture
def rail(monkeypatch):
    """An empty rail to register in."""
    monkeypatch.setattr(nav, "_items", {})
    monkeypatch.setattr(nav, "_commands", {})
    monkeypatch.setattr(nav, "_pages", {})
    return nav


def item(key: str, url_name: str = "account_login", order: int = 10, **more: object) -> nav.NavItem:
    return nav.NavItem(key, key.title(), key, url_name, order, **more)


def page_request(user, path="/", **headers):
    request = RequestFactory().get(path, headers=headers)
    request.user = user
    request.htmx = None
    return request


def test_rail_shows_only_what_the_person_may_open_in_order(rail, rita):
    rail.register(item("settings", order=1, at_end=True))
    rail.register(item("pay", order=30))
    rail.register(item("pipeline", order=20))
    rail.register(item("secret", order=5, visible=lambda user: user != rita))
    assert [entry.key for entry in rail.rail_for(rita, "/")] == ["pipeline", "pay", "settings"]


def test_rail_marks_the_entry_whose_part_of_the_site_it_is(rail, rita):
    rail.register(item("account"))
    rail.register(item("start", "web:start"))
    current = {entry.key: entry.is_current for entry in rail.rail_for(rita, "/accounts/password/change/")}
    assert current == {"account": True, "start": False}


@pytest.mark.parametrize(("number", "on_phone"), [(5, 5), (6, 4), (7, 4)])
def test_phone_shows_five_or_four_and_more(rail, rita, number, on_phone):
    for place in range(number):
        rail.register(item(f"part{place}", order=place))
    entries = rail.rail_for(rita, "/")
    assert sum(entry.on_phone for entry in entries) == on_phone


def test_pages_that_share_a_tab_stand_beside_each_other_when_it_is_open(rail, rita):
    def page(key: str, tab: str = "", **more: object) -> nav.Page:
        return nav.Page(key, key.title(), "account_login", tab, **more)

    rail.register_pages("sales", page("deals", also=("list",)), page("orders", "Orders"), page("invoices", "Orders"))
    rail.register_pages("sales", page("secret", "Orders", visible=lambda user: user != rita), page("alone"))

    def shown(here: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        tabs, sharing = rail.tabs_for(rita, "sales", here)
        return [(tab.label, tab.current) for tab in tabs], [(tab.label, tab.current) for tab in sharing]

    assert shown("list") == ([("Deals", "page"), ("Orders", ""), ("Alone", "")], [])
    assert shown("invoices") == (
        [("Deals", ""), ("Orders", "true"), ("Alone", "")],
        [("Orders", ""), ("Invoices", "page")],
    )
    assert shown("elsewhere") == ([("Deals", ""), ("Orders", ""), ("Alone", "")], [])
    assert {each.label for each in rail.visible_commands(rita)} == {"Deals", "Orders", "Invoices", "Alone"}
    rail.register_pages("small", page("only"))
    assert rail.tabs_for(rita, "small", "only") == ([], [])


def test_start_page_leads_to_the_first_entry(rail, client, rita):
    rail.register(item("password", "account_change_password"))
    client.force_login(rita)
    answer = client.get("/")
    assert (answer.status_code, answer.url) == (302, "/accounts/password/change/")


def test_start_page_says_why_it_is_empty(rail, client, cast):
    client.force_login(cast.stranger)
    answer = client.get("/")
    assert answer.status_code == 200
    assert "Ask an administrator" in answer.content.decode()


def test_pages_ask_for_a_sign_in(client, db):
    answer = client.get("/")
    assert (answer.status_code, answer.url) == (302, "/accounts/login/?next=/")


@pytest.mark.parametrize("path", ["email/", "confirm-email/", "confirm-email/abc/", "login/code/confirm/"])
def test_nobody_gives_themselves_another_address(client, cast, path):
    client.force_login(cast.rita)
    answer = client.post(f"/accounts/{path}", {"email": "other@kestrel.example", "action_add": ""})
    assert (answer.status_code, client.get(f"/accounts/{path}").status_code) == (404, 404)
    assert not EmailAddress.objects.exists()


def test_sign_in_page_carries_the_companys_name(client, cast):
    assert "<title>Sign in · Kestrel Systems</title>" in client.get("/accounts/login/").content.decode()


@pytest.mark.parametrize("chosen", ["light", "dark"])
def test_appearance_is_written_into_the_page(client, db, chosen):
    answer = client.post("/appearance/", {"theme": chosen, "next": "/accounts/login/"})
    assert answer.url == "/accounts/login/"
    page = client.get("/accounts/login/").content.decode()
    assert f'<html lang="en-GB" data-bs-theme="{chosen}">' in page
    assert "theme.js" not in page


def test_appearance_follows_the_system_again(client, db):
    client.cookies["theme"] = "dark"
    client.post("/appearance/", {"theme": ""})
    page = client.get("/accounts/login/").content.decode()
    assert "data-bs-theme" not in page
    assert "theme.js" in page


@pytest.mark.parametrize("cookie", ["purple", '"><script>', ""])
def test_strange_appearance_is_ignored(rf, cookie):
    rf.cookies["theme"] = cookie
    assert Shell(rf.get("/")).theme == ""


def test_appearance_sends_nobody_to_another_host(client, db):
    assert client.post("/appearance/", {"theme": "dark", "next": "https://elsewhere.example/"}).url == "/"


def test_policy_allows_only_our_own_files(client, db):
    policy = client.get("/accounts/login/").headers["Content-Security-Policy"]
    allowed = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert allowed["default-src"] == "'none'"
    assert {allowed[name] for name in ("script-src", "style-src", "img-src", "font-src", "connect-src")} == {"'self'"}


def test_refusal_becomes_a_page_with_the_way_back(rita):
    request = page_request(rita, referer="http://testserver/pipeline/board/")
    answer = RefusalMiddleware(HttpResponse).process_exception(request, Refused("Name a next step first."))
    assert answer.status_code == 422
    assert "Name a next step first." in answer.content.decode()
    assert 'href="http://testserver/pipeline/board/"' in answer.content.decode()


def test_refusal_of_a_fragment_becomes_a_toast(rita):
    request = page_request(rita)
    request.htmx = True
    answer = RefusalMiddleware(HttpResponse).process_exception(request, Conflict("Max moved it a moment ago."))
    assert answer.status_code == 409
    assert answer["HX-Reswap"] == "none"
    assert json.loads(answer["HX-Trigger"])["toast"]["text"] == "Max moved it a moment ago."


def test_other_errors_are_left_alone(rita):
    assert RefusalMiddleware(HttpResponse).process_exception(page_request(rita), ValueError("x")) is None


def test_fragment_of_somebody_signed_out_leads_the_whole_page_to_sign_in(client, db):
    answer = client.get("/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/pipeline/?stage=2"})
    assert answer.status_code == 204
    assert answer["HX-Redirect"] == "/accounts/login/?next=%2Fpipeline%2F%3Fstage%3D2"


def test_toast_leaves_other_events_alone():
    answer = toast_with(HttpResponse(headers={"HX-Trigger": '{"deal-moved": 5}'}), "Moved", undo_url="/undo/5/")
    assert json.loads(answer["HX-Trigger"]) == {
        "deal-moved": 5,
        "toast": {"text": "Moved", "undo": "/undo/5/", "bad": False},
    }


@pytest.mark.parametrize(
    ("path", "own_zone", "hour"),
    [("/", "", 13), ("/", "Asia/Tokyo", 21), ("/api/v1/pipeline/deals/", "Asia/Tokyo", 12)],
)
def test_pages_show_times_in_the_persons_zone(rita, path, own_zone, hour):
    rita.zone = own_zone
    noon = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
    seen = []
    ZoneMiddleware(lambda request: seen.append(timezone.localtime(noon).hour))(page_request(rita, path))
    assert Company.objects.get().zone == "Europe/Berlin"
    assert seen == [hour]


def test_keep_query_changes_one_thing(rf):
    context = {"request": rf.get("/?stage=2&stage=3&cursor=a")}
    assert keep_query(context, cursor="b") == "?stage=2&stage=3&cursor=b"
    assert keep_query(context, cursor="", stage=4) == "?stage=4"


def test_shell_costs_few_queries(client, cast, django_assert_max_num_queries):
    client.force_login(cast.stranger)
    client.get("/accounts/password/change/")
    with django_assert_max_num_queries(6):
        client.get("/accounts/password/change/")


def test_broken_page_is_said_without_any_context():
    assert "Something broke on our side" in render_to_string("500.html")


def test_form_of_another_session_names_the_way_out(db):
    answer = Client(enforce_csrf_checks=True).post("/appearance/", {"theme": "dark"})
    assert answer.status_code == 403
    assert "load the page again" in answer.content.decode()
    assert "theme" not in answer.cookies
