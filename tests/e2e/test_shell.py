"""The shell in Chromium: what a person sees, reaches by keyboard, and what axe says about it."""

import pytest

from tests.plugins.browser import assert_accessible, screenshot

pytestmark = [pytest.mark.urls("tests.e2e.component_page"), pytest.mark.usefixtures("demo_rail")]
LOOKS = [(1440, "light"), (1440, "dark"), (390, "light"), (390, "dark")]


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_every_component_is_accessible(page_as, rita, width, theme):
    page = page_as(rita, width=width, theme=theme)
    page.goto("/components/")
    assert page.locator("h1").inner_text() == "Components"
    assert page.evaluate("document.documentElement.dataset.bsTheme") == theme
    assert_accessible(page)
    screenshot(page, f"components-{theme}-{width}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
