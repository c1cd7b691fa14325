"""Today in the browser: the manager's morning, an act in place, the bell; at two widths, in light and dark."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone
from playwright.sync_api import expect

from pipeline.choices import Measure
from pipeline.domain.closing import win_deal
from pipeline.domain.targets import set_target
from salesmgmt.common.period import quarter_of
from salesmgmt.outbox.domain.reminding import remind
from tests.e2e.pipeline_scene import draw_board
from tests.pipeline_rows import won_for
from tests.plugins.browser import assert_accessible, in_every_look, screenshot


def test_the_managers_today_is_accessible_and_fits(page_as, cast, holds):
    deals, now = draw_board(cast), timezone.now()
    quarter = quarter_of(cast.company.day_of(now))
    for person in (cast.rita, cast.nora):
        set_target(
            user=person, measure=Measure.BOOKINGS, period=quarter, full_amount=Decimal(120_000), by=cast.olga, at=now
        )
    win_deal(deal=deals["Orrin Textiles"], reason=won_for(), by=cast.rita, at=now)
    remind(as_of=cast.company.day_of(now), at=now)
    page = page_as(cast.max)
    page.goto("/")
    page.get_by_role("heading", name="Today", exact=True).wait_for()
    page.get_by_text("won on").wait_for()
    holds(page, "today")
    holds(page_as(cast.rita), "notifications", "/notifications/")
    holds(page_as(cast.stranger), "today-empty", "/today/")


def test_an_act_in_the_panel_takes_its_row_off_the_list(page_as, cast):
    deals = draw_board(cast)
    kepler, today = deals["Kepler Mining"], cast.company.day_of(timezone.now())
    page = page_as(cast.rita)  # a manager sees each deal only where commit is late
    asked: list[str] = []
    page.on("requestfinished", lambda request: asked.append(request.url))
    page.goto("/today/")
    page.get_by_text("open in").wait_for()
    page.wait_for_load_state("networkidle")
    assert len(asked) <= 12, "\n".join(asked)

    row = page.get_by_role("listitem").filter(has_text="Kepler Mining")
    row.get_by_role("link", name="Set next step").click()
    side = page.locator("#side")
    side.get_by_role("heading", name="Kepler Mining").wait_for()
    side.get_by_label("What comes next").fill("Call the mine manager")
    side.get_by_label("By when").fill("")
    side.get_by_role("button", name="Set next step").click()
    expect(side.locator("#next-step-next_step_date")).to_have_attribute("aria-invalid", "true")
    side.get_by_label("By when").fill((today + timedelta(days=9)).isoformat())
    side.get_by_role("button", name="Set next step").click()
    expect(page.get_by_text("The next step is set")).to_be_visible()
    expect(row.get_by_text("no step")).to_be_hidden()  # still slow, but no longer late
    expect(page.get_by_role("region", name="Worth doing next")).to_contain_text("Kepler Mining")
    kepler.refresh_from_db()
    assert kepler.next_step == "Call the mine manager"


@in_every_look
def test_the_bell_opens_what_one_was_told(page_as, cast, width, theme):
    deals, now = draw_board(cast), timezone.now()
    remind(as_of=cast.company.day_of(now), at=now)
    page = page_as(cast.rita, width=width, theme=theme)
    page.goto("/pipeline/")
    page.get_by_role("button", name="Notifications, 2 unread").click()
    told = page.get_by_role("button", name="Ivory Pharma: Waiting for a proof slot")
    told.wait_for()
    assert_accessible(page)
    screenshot(page, f"bell-{theme}-{width}")
    told.click()
    page.wait_for_url(f"**/pipeline/deals/{deals['Ivory Pharma'].pk}/")
    page.get_by_role("button", name="Notifications, 1 unread").wait_for()
