"""Chromium for tests: a page signed in as somebody, watched for console errors and broken Content-Security-Policy.

def test_board_shows_deals(page_as, rita, live_server):
    page = page_as(rita)                                  # width=390, theme="dark"
    page.goto(live_server.url + "/pipeline/board/")
    assert_accessible(page)
    screenshot(page, "board-light")                       # var/shots/board-light.png
"""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHOTS = ROOT / "var" / "shots"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
HEIGHTS = {1440: 900, 390: 844}
MISSING = "Chromium is not installed: browser tests skipped (apt install chromium)"


def pytest_configure(config: pytest.Config) -> None:
    # Playwright's synchronous interface runs an event loop in this thread; Django would refuse the ORM beside it
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One Chromium for the session. Where none is installed the test is skipped, and failed under SALESMGMT_CI=1."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None and os.environ.get("SALESMGMT_CI") == "1":
        pytest.fail(MISSING.replace("browser tests skipped", "it must be here under SALESMGMT_CI=1"))
    if path is None:
        pytest.skip(MISSING)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture
def page_as(browser: Any, live_server: Any, client: Any) -> Iterator[Callable[..., Any]]:
    """`page_as(user, width=1440, theme="light")` opens a page signed in as `user` (None: signed out).

    At the end every page it opened must have stayed free of console errors; a test that expects some takes them out
    of `page.console_errors` itself.
    """
    contexts, pages = [], []

    def open_page(user: Any, width: int = 1440, theme: str = "light") -> Any:
        viewport = {"width": width, "height": HEIGHTS.get(width, 900)}
        context = browser.new_context(
            base_url=live_server.url, viewport=viewport, color_scheme=theme, has_touch=width < 720, locale="en-GB"
        )
        contexts.append(context)
        if user is not None:
            client.force_login(user)
            cookie = client.cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.console_errors = []
        page.on("console", lambda line: page.console_errors.append(line.text) if line.type == "error" else None)
        page.on("pageerror", lambda error: page.console_errors.append(str(error)))
        pages.append(page)
        return page

    yield open_page
    errors = [error for page in pages for error in page.console_errors]
    for context in contexts:
        context.close()
    assert errors == [], "the browser's console shows errors"


def assert_no_console_errors(page: Any) -> None:
    assert page.console_errors == []


def assert_accessible(page: Any) -> None:
    """axe finds nothing on the page as it stands (WCAG 2.2 A and AA, and axe's best practices)."""
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    told = [
        {"rule": one["id"], "help": one["help"], "nodes": [node["html"][:200] for node in one["nodes"][:5]]}
        for one in found
    ]
    assert told == [], json.dumps(told, indent=2)


def screenshot(page: Any, name: str, *, full_page: bool = False) -> Path:
    """Keep a picture for people under var/shots."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    path = SHOTS / f"{name}.png"
    page.screenshot(path=path, full_page=full_page)
    return path
