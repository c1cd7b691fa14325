"""An interviewer on a phone: scores blind, hands in, and then reads what the other one saw."""

import re

from playwright.sync_api import Page, expect

from hiring.models import Candidacy, Scorecard
from tests.e2e.hiring_scene import draw_bench
from tests.hiring_rows import EVIDENCE, SUMMARY
from tests.plugins.browser import assert_accessible, screenshot


def doors(candidacy: Candidacy) -> dict[str, tuple[str, str]]:
    """Where the other one's scorecard could be read: an address for each, and which of its words stand there once it
    may be read. What is searched for is said by the page of hits itself, so what counts there is the hit."""
    said, api = "submitted a scorecard for Interview: yes", "/api/v1/hiring"
    hit = "in a scorecard"
    return {
        "page": (f"/hiring/candidacies/{candidacy.pk}/", SUMMARY),
        "panel": (f"/hiring/candidacies/{candidacy.pk}/panel/", EVIDENCE),
        "history": (f"/hiring/candidacies/{candidacy.pk}/timeline/", said),
        "debrief": (f"/hiring/candidacies/{candidacy.pk}/debrief/", EVIDENCE),
        "search": (f"/search/?q={SUMMARY}", hit),
        "palette": (f"/search/palette/?q={EVIDENCE}", hit),
        "api": (f"{api}/scorecards/?candidacy={candidacy.pk}", EVIDENCE),
    }


def read(page: Page, address: str) -> str:
    """What the phone's own session is answered there, its marks left out."""
    answer = page.request.get(address)
    assert answer.ok, f"{address}: {answer.status}"
    return " ".join(re.sub("<[^>]+>", " ", answer.text()).split())


def test_scoring_blind_on_a_phone_then_reading_the_other(page_as, cast):
    lena = draw_bench(cast)["Lena Ort"]
    page = page_as(cast.max, width=390)
    told = {name: words in read(page, address) for name, (address, words) in doors(lena).items()}
    assert told == dict.fromkeys(told, False)
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
    told = {name: words in read(page, address) for name, (address, words) in doors(lena).items()}
    assert told == dict.fromkeys(told, True)
    own = Scorecard.objects.get(author=cast.max)
    assert own.submitted_at is not None
    assert [(rating.competency.name, rating.value) for rating in own.ratings.all()] == [("Discovery", 2)]
