"""An opening is cancelled in its dialog: refused in it without a reason, and the page stands once when it is done."""

from datetime import date

from django.utils import timezone
from playwright.sync_api import expect

from hiring.domain.openings import draft_opening
from hiring.models import Opening
from tests.hiring_rows import make_profile
from tests.plugins.browser import assert_accessible


def test_an_opening_is_cancelled_in_its_dialog(page_as, cast):
    facts = {"team": cast.north, "reason": "GROWTH", "target_date": date(2999, 6, 1)}
    seat = draft_opening(profile=make_profile(cast), **facts, by=cast.max, at=timezone.now())
    page = page_as(cast.max)
    page.goto(f"/hiring/openings/{seat.pk}/")
    page.get_by_role("button", name="Cancel it").click()
    dialog = page.get_by_role("dialog", name="Cancel the opening")
    dialog.get_by_role("button", name="Cancel the opening").click()
    expect(dialog.get_by_text("is missing")).to_be_visible()
    expect(page.get_by_role("main")).to_have_count(1)
    dialog.get_by_label("Why the seat is not to be filled").fill("The budget went")
    dialog.get_by_role("button", name="Cancel the opening").click()
    expect(page.get_by_text("The budget went")).to_be_visible()
    expect(page.get_by_role("main")).to_have_count(1)
    assert Opening.objects.get().cancel_reason == "The budget went"
    assert_accessible(page)
