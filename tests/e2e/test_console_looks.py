"""Every settings page in Chromium: axe finds nothing, light and dark, on a desk and on a phone."""

from django.urls import reverse
from django.utils import timezone

from salesmgmt.events.choices import JobState
from salesmgmt.figures.domain.proving import prove_now
from tests.plugins.browser import assert_accessible, in_every_look, screenshot
from tests.salesmgmt.console.conftest import make_job, rows  # noqa: F401

PAGES = {
    "people": None, "person-new": None, "person": "person", "person-move": "person", "teams": None, "team-new": None,
    "profiles": None, "profile": "profile", "company": None, "offices": None, "calendar": "calendar", "periods": None,
    "rates": None, "jobs": None, "me": None, "health": None,
}  # fmt: skip


@in_every_look
def test_settings_pages_hold_for_everybody(page_as, olga, rows, make_job, width, theme):  # noqa: F811
    make_job(olga, JobState.FAILED)
    make_job(olga, JobState.DONE)
    prove_now(at=timezone.now())
    page = page_as(olga, width=width, theme=theme)
    for name, row in PAGES.items():
        page.goto(reverse(f"console:{name}", args=[rows[row]] if row else []))
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        screenshot(page, f"console-{name}-{theme}-{width}")
