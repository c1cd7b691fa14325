"""The shell in Chromium: what a person sees, reaches by keyboard, and what axe says about it."""

import pytest
from playwright.sync_api import expect

from tests.plugins.browser import assert_accessible, in_every_look, screenshot

pytestmark = [pytest.mark.urls("tests.e2e.component_page"), pytest.mark.usefixtures("demo_rail")]


def test_every_component_is_accessible(page_as, rita, holds):
    page = page_as(rita)
    page.goto("/pipeline/components/")
    assert page.locator("h1").inner_text() == "Components"
    holds(page, "components")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_form_names_its_errors(page_as, rita, theme):
    page = page_as(rita, theme=theme)
    page.goto("/pipeline/components/form/")
    page.get_by_label("Cap on this component").fill("20000")
    page.get_by_role("button", name="Save the cap").click()
    cap = page.get_by_label("Cap on this component")
    expect(cap).to_have_attribute("aria-invalid", "true")
    assert "Raise it or remove tier 4." in page.locator(f"#{cap.get_attribute('aria-describedby')}").inner_text()
    assert_accessible(page)
    screenshot(page, f"form-{theme}-1440")


def test_keys_are_listed_and_can_be_switched_off(page_as, rita):
    page = page_as(rita)
    page.goto("/pipeline/components/")
    page.keyboard.press("?")
    expect(page.locator("#shortcuts").get_by_text("New deal")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("Single keys act").uncheck()
    page.get_by_role("button", name="Close").click()
    page.keyboard.press("?")
    page.keyboard.press("n")
    assert page.locator("#shortcuts").is_hidden()
    assert not page.url.endswith("#new")


def test_single_key_presses_the_button_that_names_it(page_as, rita):
    page = page_as(rita)
    page.goto("/pipeline/components/")
    page.keyboard.press("n")
    page.wait_for_url("**#new")


@in_every_look
def test_figure_opens_to_why_and_gives_the_focus_back(page_as, rita, width, theme):
    page = page_as(rita, width=width, theme=theme)
    page.goto("/pipeline/components/?closes=q4&page=3")
    figure = page.get_by_role("button", name="31%")
    figure.click()
    why = page.get_by_role("dialog", name="Why this number")
    why.get_by_text("34 won of 110 closed").wait_for()
    expect(why.get_by_text("closes=q4&team=4")).to_be_visible()  # the page's filters, without its paging
    expect(figure).to_have_attribute("aria-expanded", "true")
    box = why.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert_accessible(page)
    screenshot(page, f"why-{theme}-{width}")
    page.keyboard.press("Escape")
    expect(why).to_be_hidden()
    expect(figure).to_have_attribute("aria-expanded", "false")
    expect(figure).to_be_focused()


def test_panel_opens_beside_the_list_and_closes_by_escape(page_as, rita):
    page = page_as(rita)
    page.goto("/pipeline/components/")
    link = page.get_by_role("link", name="Castell Logistics")
    link.click()
    panel = page.get_by_role("complementary", name="Details")
    panel.get_by_role("heading", name="Helix Robotics").wait_for()
    page.wait_for_url("**/pipeline/components/record/")
    assert_accessible(page)
    screenshot(page, "panel-light-1440")
    page.keyboard.press("Escape")
    page.wait_for_url("**/pipeline/components/")
    panel.wait_for(state="hidden")
    expect(link).to_be_focused()


def test_record_is_a_page_of_its_own_on_a_phone(page_as, rita):
    page = page_as(rita, width=390)
    page.goto("/pipeline/components/")
    page.get_by_role("link", name="Castell Logistics").click()
    page.wait_for_url("**/pipeline/components/record/")
    expect(page.locator("#side")).to_be_hidden()


@pytest.mark.parametrize("button", ["Act with Undo", "Act in place"])
def test_toast_says_what_happened_and_undoes_it(page_as, rita, button):
    page = page_as(rita)
    page.goto("/pipeline/components/")
    page.get_by_role("button", name=button).click()
    toasts = page.locator("#toasts")
    toasts.get_by_text("Orrin Textiles moved to Prove").wait_for()
    assert_accessible(page)
    screenshot(page, "toast-light-1440")
    toasts.get_by_role("button", name="Undo").click()
    toasts.get_by_text("Orrin Textiles is back in Discover").wait_for()
    expect(toasts.get_by_text("moved to Prove")).to_have_count(0)


def test_refused_act_says_why_and_how_to_go_on(page_as, rita):
    page = page_as(rita)
    page.goto("/pipeline/components/")
    page.get_by_role("button", name="Act that is refused").click()
    refusal = page.locator("#toasts .is-bad")
    refusal.get_by_text("look at it again before you move it.").wait_for()
    assert_accessible(page)
    refusal.get_by_role("button", name="Dismiss").click()
    expect(refusal).to_have_count(0)


def test_appearance_is_chosen_once_and_kept(page_as, rita):
    page = page_as(rita, theme="light")
    page.goto("/pipeline/components/")
    page.get_by_role("button", name="account menu").click()
    screenshot(page, "menu-light-1440")
    assert_accessible(page)
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.reload()
    assert page.locator("html[data-bs-theme=dark]").count() == 1
    assert page.locator("script[src*=theme]").count() == 0  # the server knew, nothing had to be found out


def test_rest_of_the_rail_is_behind_more_on_a_phone(page_as, rita):
    page = page_as(rita, width=390)
    page.goto("/pipeline/components/")
    rail = page.get_by_role("navigation", name="Main")
    assert rail.get_by_role("link").all_inner_texts() == ["Today\nneeds you:\n9", "Pipeline", "Hiring", "Onboarding"]
    rail.get_by_role("button", name="More").click()
    screenshot(page, "more-light-390")
    assert_accessible(page)
    page.get_by_role("navigation", name="More").get_by_role("link", name="Settings").click()
    page.wait_for_url("**/settings/demo/")


def test_page_stays_within_its_budget(page_as, rita):
    page = page_as(rita)
    answers = []
    page.on("requestfinished", lambda request: answers.append(request.url))
    page.goto("/pipeline/components/", wait_until="networkidle")
    assert len(answers) <= 12, answers


def test_keyboard_skips_the_rail(page_as, rita):
    page = page_as(rita)
    page.goto("/pipeline/components/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


def test_lost_connection_is_said(page_as, rita):
    page = page_as(rita)
    page.goto("/pipeline/components/")
    page.context.set_offline(True)
    page.get_by_role("button", name="Act in place").click()
    expect(page.locator("#toasts .is-bad")).to_contain_text("nothing was changed")
    page.console_errors.clear()  # Chromium logs the lost connection
