"""The palette by keyboard alone, on a desk and on a phone."""

import pytest
from playwright.sync_api import expect

from tests.e2e.pipeline_scene import draw_board
from tests.plugins.browser import assert_accessible, screenshot


def test_deal_is_opened_by_keyboard_alone_and_remembered(page_as, cast):
    deal = draw_board(cast)["Nordhaven Ports"]
    page = page_as(cast.max)
    page.goto("/today/")
    page.keyboard.press("Control+k")
    field, lines = page.get_by_role("combobox", name="Find or do anything"), page.locator("#palette [role=option]")
    expect(field).to_be_focused()
    expect(page.get_by_role("option", name="New deal")).to_be_visible()
    page.keyboard.type("nor")
    expect(page.get_by_role("option", name="Nordhaven Ports").first).to_be_visible()
    expect(page.get_by_role("option", name="New deal")).to_have_count(0)
    expect(lines.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(lines.nth(1)).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == lines.nth(1).get_attribute("id")
    page.keyboard.press("ArrowUp")
    assert_accessible(page)
    screenshot(page, "palette-light-1440")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/pipeline/deals/{deal.pk}/")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("group", name="Recent").get_by_role("option")).to_have_count(1)
    page.keyboard.type("zzzqq")
    expect(page.get_by_text("Nothing that you may see has these words.")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).to_be_hidden()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_palette_and_page_fit_a_phone(page_as, cast, theme):
    draw_board(cast)
    page = page_as(cast.max, width=390, theme=theme)
    page.goto("/search/?q=or")
    assert_accessible(page)
    screenshot(page, f"search-{theme}-390")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="Find or do anything").click()
    expect(page.get_by_role("combobox", name="Find or do anything")).to_be_focused()
    page.keyboard.type("or")
    expect(page.get_by_role("option", name="Orchard Mills").first).to_be_visible()
    assert_accessible(page)
    screenshot(page, f"palette-{theme}-390")
    page.get_by_role("button", name="Close").click()
    expect(page.locator("#palette")).to_be_hidden()
