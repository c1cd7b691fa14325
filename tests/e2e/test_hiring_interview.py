"""An interviewer on a phone: scores blind, hands in, and then reads what the other one saw."""

from playwright.sync_api import expect

from hiring.models import Scorecard
from tests.e2e.hiring_scene import draw_bench
from tests.plugins.browser import assert_accessible, screenshot


def test_scoring_blind_on_a_phone_then_reading_the_other(page_as, cast):
    draw_bench(cast)
    page = page_as(cast.max, width=390)
    page.goto("/hiring/interviews/")
    page.get_by_role("link", name="Lena Ort", exact=True).click()
    expect(page.get_by_text("blind until yours is in")).to_be_visible()
    expect(page.get_by_text("Listens well.")).to_have_count(0)
    page.get_by_role("link", name="Write your scorecard").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    discovery = page.get_by_role("group", name="Discovery")
    target = discovery.get_by_text("Above the bar").first
    assert target.bounding_box()["height"] > 0
    assert discovery.locator(".opt").first.bounding_box()["height"] >= 44
    discovery.get_by_text("2 Below the bar").click()
    page.get_by_role("button", name="Submit the scorecard").click()
    expect(page.get_by_text("needs what you saw or heard")).to_be_visible()
    assert_accessible(page)
    screenshot(page, "hiring-scorecard-refused-light-390")
    discovery.get_by_label("What you saw or heard").fill("Talked for most of the hour.")
    page.get_by_role("group", name="Would you hire them?").get_by_text("No", exact=True).click()
    page.get_by_label("In your own words").fill("Not yet.")
    page.get_by_role("button", name="Keep a draft").click()
    page.get_by_text("The draft is kept").wait_for()
    expect(page.get_by_label("In your own words")).to_have_value("Not yet.")
    page.get_by_role("button", name="Submit the scorecard").click()
    page.get_by_text("Your scorecard is in and stays as it is").wait_for()
    expect(page.get_by_text("Listens well.").first).to_be_visible()
    expect(page.get_by_text("Talked for most of the hour.")).to_be_visible()
    expect(page.get_by_text("blind until yours is in")).to_have_count(0)
    assert_accessible(page)
    screenshot(page, "hiring-scorecards-light-390")
    own = Scorecard.objects.get(author=cast.max)
    assert own.submitted_at is not None
    assert [(rating.competency.name, rating.value) for rating in own.ratings.all()] == [("Discovery", 2)]
