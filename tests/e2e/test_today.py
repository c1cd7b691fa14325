"""Today in the browser: the manager's morning, an act in place, the bell; at two widths, in light and dark."""

from decimal import Decimal

import pytest
from django.utils import timezone

from pipeline.choices import Measure
from pipeline.domain.closing import win_deal
from pipeline.domain.targets import set_target
from salesmgmt.common.period import quarter_of
from salesmgmt.outbox.domain.reminding import remind
from tests.e2e.pipeline_scene import draw_board
from tests.pipeline_rows import won_for
from tests.plugins.browser import assert_accessible, screenshot

LOOKS = [(1440, "light"), (1440, "dark"), (390, "light"), (390, "dark")]


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_the_managers_today_is_accessible_and_fits(page_as, cast, width, theme):
    deals, now = draw_board(cast), timezone.now()
    quarter = quarter_of(cast.company.day_of(now))
    for person in (cast.rita, cast.nora):
        set_target(
            user=person, measure=Measure.BOOKINGS, period=quarter, full_amount=Decimal(120_000), by=cast.olga, at=now
        )
    win_deal(deal=deals["Orrin Textiles"], reason=won_for(), by=cast.rita, at=now)
    remind(as_of=cast.company.day_of(now), at=now)
    page = page_as(cast.max, width=width, theme=theme)
    page.goto("/")
    page.get_by_role("heading", name="Today", exact=True).wait_for()
    page.get_by_text("won on").wait_for()
    assert_accessible(page)
    screenshot(page, f"today-{theme}-{width}", full_page=width == 390)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for name, address in {"notifications": "/notifications/", "today-empty": "/today/"}.items():
        reader = page_as(cast.rita if name == "notifications" else cast.stranger, width=width, theme=theme)
        reader.goto(address)
        reader.wait_for_load_state("networkidle")
        assert_accessible(reader)
        screenshot(reader, f"{name}-{theme}-{width}")
        assert reader.evaluate("document.documentElement.scrollWidth") <= width
