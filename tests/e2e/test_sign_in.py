"""Signing in and out, passwords, and the pages for what went wrong, in Chromium."""

import re

import pytest
from playwright.sync_api import expect

from tests.plugins.browser import assert_accessible, in_every_look, screenshot

PASSWORD = "petrol-on-cool-paper-7"


@pytest.fixture
def rita_with_password(rita, settings):
    settings.ACCOUNT_RATE_LIMITS = False  # counted in the cache, which outlives a test
    rita.set_password(PASSWORD)
    rita.save()
    return rita


@in_every_look
def test_sign_in_says_what_is_wrong_and_lets_the_right_one_in(page_as, rita_with_password, width, theme):
    page = page_as(None, width=width, theme=theme)
    page.goto("/")
    page.get_by_label("Email").fill(rita_with_password.email)
    page.get_by_label("Password").fill("not this one")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("do not belong together")
    assert_accessible(page)
    screenshot(page, f"sign-in-{theme}-{width}")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Rita Sandoval, account menu").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_forgotten_password_is_set_anew_by_mail(page_as, rita_with_password, mailoutbox, theme):
    page = page_as(None, theme=theme)
    page.goto("/accounts/login/")
    page.get_by_role("link", name="Forgot your password?").click()
    assert_accessible(page)
    screenshot(page, f"password-reset-{theme}")
    page.get_by_label("Email").fill(rita_with_password.email)
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_role("heading", name="Look in your mail")).to_be_visible()
    assert_accessible(page)
    [mail] = mailoutbox
    page.goto(re.search(r"https?://[^/\s]+(/accounts/password/reset/key/\S+)", mail.body)[1])
    page.get_by_label("New password", exact=True).fill("a new one, much longer")
    page.get_by_label("New password (again)").fill("a new one, much longer")
    assert_accessible(page)
    screenshot(page, f"password-new-{theme}")
    page.get_by_role("button", name="Set password").click()
    expect(page.get_by_role("heading", name="Your new password is set")).to_be_visible()
    rita_with_password.refresh_from_db()
    assert rita_with_password.check_password("a new one, much longer")


def test_used_link_names_the_way_out(page_as, rita):
    page = page_as(None)
    page.goto("/accounts/password/reset/key/1-wrong-token/")
    expect(page.get_by_role("link", name="Ask for a new link")).to_be_visible()
    assert_accessible(page)


def test_password_is_changed_inside_the_shell(page_as, rita_with_password):
    page = page_as(rita_with_password)
    page.goto("/accounts/password/change/")
    page.get_by_label("Current password").fill(PASSWORD)
    page.get_by_label("New password", exact=True).fill("short")
    page.get_by_label("New password (again)").fill("short")
    page.get_by_role("button", name="Change password").click()
    expect(page.locator(".err")).to_contain_text("too short")
    assert_accessible(page)
    screenshot(page, "password-change-light")
    rita_with_password.refresh_from_db()
    assert rita_with_password.check_password(PASSWORD)


def test_nobody_registers_alone(page_as, rita):
    page = page_as(None)
    page.goto("/accounts/signup/")
    expect(page.get_by_role("heading", name="Sign-ins are given by invitation")).to_be_visible()
    assert page.get_by_role("textbox").count() == 0
    assert_accessible(page)


def test_missing_page_says_what_happened(page_as, rita, holds):
    page = page_as(rita)
    page.goto("/no/such/page/")
    expect(page.get_by_role("heading", name="There is nothing here")).to_be_visible()
    holds(page, "error-404")
    page.console_errors.clear()  # Chromium logs the 404


def test_empty_database_offers_to_set_up_the_company(page_as, transactional_db, holds):
    page = page_as(None)
    holds(page, "first-sign-in", "/")
    page.get_by_role("link", name="Set up the company").click()
    page.get_by_label("Company").wait_for()
    holds(page, "set-up")
    page.get_by_role("button", name="Set up the company").click()
    expect(page.locator(".err").first).to_be_visible()
    assert_accessible(page)
