"""A candidate on a phone books an interview by link, moves it and calls it off, without a script of ours."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from hiring.domain.booking_links import BookingFacts, send_link
from hiring.models import Interview
from hiring.queries.link_tokens import booking_token
from tests.hiring_rows import make_candidacy, make_profile
from tests.plugins.browser import assert_accessible, screenshot


def test_booking_moving_and_calling_off_on_a_phone(page_as, cast):
    now = timezone.now()
    candidacy = make_candidacy(make_profile(cast), cast.max, at=now - timedelta(days=2))
    link = send_link(
        candidacy=candidacy, who="POOL", people=[cast.ivan, cast.max], facts=BookingFacts(), by=cast.max, at=now
    )
    page = page_as(None, width=390)
    page.goto(f"/book/{booking_token(link)}/")
    expect(page.get_by_role("heading", name="Choose a time that suits you")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_label("Times in").select_option("America/New_York")
    page.get_by_role("button", name="Show").click()
    first = page.locator(".times[open] button").first
    assert first.bounding_box()["height"] >= 44
    assert_accessible(page)
    screenshot(page, "booking-times-light-390")
    shown = first.inner_text().split("\n")[0][:5]
    first.click()
    expect(page.get_by_role("heading", name="Your interview is booked")).to_be_visible()
    expect(page.get_by_text("America/New_York")).to_be_visible()
    expect(page.get_by_text(shown).first).to_be_visible()
    assert_accessible(page)
    screenshot(page, "booking-booked-light-390")
    before = Interview.objects.get().scheduled_at
    page.get_by_role("link", name="Choose another time").click()
    page.locator(".times summary").nth(1).click()
    page.locator(".times").nth(1).get_by_role("button").first.click()
    expect(page.get_by_role("link", name="Choose another time")).to_be_visible()
    assert Interview.objects.get().scheduled_at > before
    page.get_by_role("button", name="Call it off").click()
    expect(page.get_by_text("This interview was cancelled")).to_be_visible()
    assert_accessible(page)
    assert Interview.objects.get().state == "CANCELLED"
