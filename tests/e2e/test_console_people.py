"""An admin's morning in Chromium: a team, a person, a move on a date, roles, and the last admin who stays."""

import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from salesmgmt.accounts.models import User
from salesmgmt.people.choices import Role
from salesmgmt.people.models import RoleGrant, Team
from tests.plugins.browser import assert_accessible


def test_admin_adds_a_team_and_a_person_and_moves_them(page_as, olga, cast, mailoutbox):
    page = page_as(olga)
    page.goto("/")
    page.get_by_role("link", name="Settings").click()
    page.get_by_role("link", name="Teams", exact=True).click()
    page.get_by_role("link", name="New team", exact=True).click()
    page.get_by_label("Name").fill("North")
    page.get_by_role("button", name="Create team").click()
    expect(page.get_by_text("There is already a team of this name")).to_be_visible()
    page.console_errors.clear()
    page.get_by_label("Name").fill("North East")
    page.get_by_label("Stands below").select_option("North")
    page.get_by_role("button", name="Create team").click()
    expect(page.get_by_role("row", name=re.compile("North East"))).to_be_visible()
    assert Team.objects.get(name="North East").parent == cast.north

    page.get_by_role("link", name="People", exact=True).click()
    page.get_by_role("link", name="Add a person").click()
    page.get_by_label("Name").fill("Zoe Zand")
    page.get_by_label("E-mail address").fill("zoe@kestrel.example")
    page.get_by_label("Team").select_option("North East")
    page.get_by_label("Manager", exact=False).first.select_option("Max Adler")
    page.get_by_role("button", name="Add person").click()
    expect(page.locator(".toast-x")).to_contain_text("A mail with a link to set a password is on its way")
    [mail] = mailoutbox
    assert mail.to == ["zoe@kestrel.example"]
    assert "/accounts/password/reset/key/" in mail.body

    page.get_by_placeholder("Name or address").fill("zoe")
    page.wait_for_url("**search=*")
    page.wait_for_load_state("networkidle")
    page.get_by_role("link", name="Zoe Zand").click()
    page.get_by_role("link", name="Move").click()
    day = timezone.localdate() + timedelta(days=30)
    page.get_by_label("From").fill(day.isoformat())
    page.get_by_label("Team").select_option("South")
    page.get_by_label("Manager", exact=False).first.select_option("Mona Mai")
    page.get_by_role("button", name="Move").click()
    table = page.get_by_role("region", name="Places, table")
    expect(table.get_by_role("row")).to_have_count(3)
    expect(table.get_by_role("row").nth(1)).to_contain_text("planned")
    expect(table.get_by_role("row").nth(2)).to_contain_text("North East")
    assert_accessible(page)
    zoe = User.objects.get(email="zoe@kestrel.example")
    places = zoe.memberships.order_by("valid")
    assert [(row.team.name, row.manager) for row in places] == [("North East", cast.max), ("South", cast.mona)]
    assert places[0].until == places[1].since == day


def test_admin_grants_and_revokes_roles_and_stays_admin(page_as, olga, cast):
    page = page_as(olga)
    page.goto(f"/settings/people/{cast.rita.pk}/")
    page.get_by_label("Role", exact=True).select_option("Interviewer")
    page.get_by_role("button", name="Grant role").click()
    expect(page.locator(".toast-x")).to_contain_text("The role is granted")
    page.get_by_role("button", name="Revoke Interviewer").click()
    expect(page.locator(".toast-x")).to_contain_text("no longer holds the role Interviewer")
    assert not cast.rita.role_grants.filter(role=Role.INTERVIEWER).exists()

    page.get_by_label("Role", exact=True).select_option("Rep")
    page.get_by_role("button", name="Grant role").click()
    expect(page.get_by_text("already holds the role Rep on these days")).to_be_visible()
    page.console_errors.clear()

    page.goto(f"/settings/people/{olga.pk}/")
    page.get_by_role("button", name="Revoke Admin").click()
    expect(page.get_by_text("Olga Ost is the only admin; make somebody else an admin first")).to_be_visible()
    page.console_errors.clear()
    assert RoleGrant.objects.get(user=olga, role=Role.ADMIN).valid.upper is None


def test_person_makes_a_token_on_a_phone(page_as, rita, client):
    page = page_as(rita, width=390, theme="dark")
    page.goto("/")
    page.get_by_role("button", name="Rita Sandoval, account menu").click()
    page.get_by_role("link", name="Your profile").click()
    page.locator("details:has([name=name]) > summary").click()
    page.locator("details [name=name]").fill("Nightly export")
    page.get_by_role("button", name="Make token").click()
    text = page.locator("code.break").inner_text()
    assert_accessible(page)
    asked = client.get("/api/v1/people/", headers={"Authorization": f"Token {text}"})
    assert [row["name"] for row in asked.json()["results"]] == ["Rita Sandoval"]
    page.get_by_role("button", name="Revoke Nightly export").click()
    expect(page.locator(".toast-x")).to_contain_text("opens nothing any more")
    assert client.get("/api/v1/people/", headers={"Authorization": f"Token {text}"}).status_code == 401
