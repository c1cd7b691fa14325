"""From an empty database to a signed-in admin, in Chromium."""

import re

import pytest
from playwright.sync_api import expect

from salesmgmt.accounts.models import User
from salesmgmt.people.models import Company
from tests.plugins.browser import assert_accessible, screenshot

PASSWORD = "petrol-on-cool-paper-7"


@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (390, "dark")])
def test_first_admin_founds_the_company(page_as, transactional_db, client, width, theme):
    page = page_as(None, width=width, theme=theme)
    page.goto("/")
    page.get_by_role("link", name="Set up the company").click()
    assert_accessible(page)
    page.get_by_label("Company").fill("Kestrel Systems")
    page.get_by_label("Currency").fill("e1")
    page.get_by_label("Time zone").select_option("Europe/Athens")
    page.get_by_label("Fiscal year starts in").select_option("April")
    page.get_by_label("Your name").fill("Olga Ost")
    page.get_by_label("Your e-mail address").fill("olga@kestrel.example")
    page.get_by_label("Password").fill("short")
    page.get_by_role("button", name="Set up the company").click()
    expect(page.locator(".err")).to_have_count(2)
    assert_accessible(page)
    screenshot(page, f"found-{theme}-{width}", full_page=True)
    assert not Company.objects.exists()
    page.console_errors.clear()  # the browser reports the 422
    page.get_by_label("Currency").fill("eur")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Set up the company").click()
    expect(page.get_by_role("button", name="Olga Ost, account menu")).to_be_visible()
    company = Company.objects.get()
    assert (company.name, company.currency, company.zone) == ("Kestrel Systems", "EUR", "Europe/Athens")
    assert company.fiscal_year_start == 4
    assert User.objects.get().check_password(PASSWORD)
    expect(page).to_have_title(re.compile("Kestrel Systems"))
    assert client.get("/found/").status_code == 404
