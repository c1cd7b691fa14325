"""Figures in the browser: visible controls only, axe finds nothing, light and dark, desk and phone."""

from tests.plugins.browser import assert_accessible, in_every_look, screenshot


@in_every_look
def test_a_figure_is_found_broken_down_and_opened_to_its_rows(live_server, page_as, cast, deals, width, theme):
    page = page_as(cast.olga, width=width, theme=theme)
    page.goto(f"{live_server.url}/figures/")
    assert_accessible(page)
    page.locator('a[href="/figures/toy.win_rate/"]').click()
    page.get_by_text("3 of 4 closed deals were won").wait_for()
    page.get_by_label("By", exact=True).select_option(label="Owner")
    page.get_by_label("From", exact=True).fill("2026-03-01")
    page.get_by_role("button", name="Show").click()
    page.get_by_text("3 of 4 closed deals were won from 1 Mar 2026").wait_for()
    assert_accessible(page)
    screenshot(page, f"figure-{theme}-{width}", full_page=True)
    page.get_by_role("link", name="Open the deals of Sam Okafor").click()
    page.get_by_role("cell", name="Fuga").wait_for()
    assert page.get_by_role("cell", name="Alba").count() == 0
    page.get_by_role("link", name="Show all groups").click()
    page.get_by_role("cell", name="Alba").wait_for()


def test_what_cannot_be_asked_stands_at_its_field(live_server, page_as, cast, deals):
    page = page_as(cast.olga)
    page.goto(f"{live_server.url}/figures/toy.win_rate/")
    page.get_by_label("From", exact=True).fill("2026-04-01")
    page.get_by_label("Up to, without", exact=True).fill("2026-03-01")
    page.get_by_role("button", name="Show").click()
    page.get_by_text("The days from 2026-04-01 up to 2026-03-01 are none").wait_for()
    assert_accessible(page)
    screenshot(page, "figure-refused")


@in_every_look
def test_a_time_has_its_curve_and_fits_the_page(live_server, page_as, cast, followed, width, theme):
    page = page_as(cast.olga, width=width, theme=theme)
    page.goto(f"{live_server.url}/figures/pipeline.closing_time/?by=owner")
    page.get_by_role("img", name="Time to close: share still open by day").wait_for()
    page.get_by_role("row", name="Rita Sandoval 30.0 days 10 days or more (95%)").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert_accessible(page)
    screenshot(page, f"figure-curve-{theme}-{width}", full_page=True)
