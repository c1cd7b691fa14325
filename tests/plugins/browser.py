"""Chromium for tests: a page signed in as somebody, watched for console errors and broken Content-Security-Policy.

def test_board_shows_deals(page_as, rita, live_server):
    page = page_as(rita)                                  # width=390, theme="dark"
    page.goto(live_server.url + "/pipeline/board/")
    assert_accessible(page)
    screenshot(page, "board-light")                       # var/shots/board-light.png, with SALESMGMT_SHOTS=1
"""

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHOTS = ROOT / "var" / "shots"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
# The shell is the same engine without a browser's own windows, which cost more than most of our pages
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
PATIENCE = 30_000  # milliseconds; the machine may be busy with other workers
HEIGHTS = {1440: 900, 390: 844}
DESK = (1440, "light")
PLAIN_LOOKS = (DESK, (390, "dark"))
OTHER_LOOKS = ((1440, "dark"), (390, "light"))
"""Both widths and both themes; the plain run has each of them once, `make test-slow` the other two pairs."""
in_every_look = pytest.mark.parametrize(
    ("width", "theme"), [*PLAIN_LOOKS, *(pytest.param(*look, marks=pytest.mark.slow) for look in OTHER_LOOKS)]
)
"""For what is done otherwise on a phone; pages that are only looked at ask for `holds`, which loads them once."""
Holds = Callable[..., None]
MISSING = "Chromium is not installed: browser tests skipped (apt install chromium)"
MUST_BE_HERE = (
    "Chromium is not installed, and under SALESMGMT_CI=1 browser tests may not be skipped (apt install chromium)"
)
# Chromium and htmx log every answer of 400 and above. These are answers by rule, shown to the person as sentences
REFUSALS = re.compile(
    r"(Failed to load resource: the server responded with a status of|Response Status Error Code) (403|409|422)\b"
    r"|htmx:(afterRequest|sendAbort), "  # a search that further typing overtook (hx-sync); a failed one says sendError
)


def pytest_configure(config: pytest.Config) -> None:
    # Playwright's synchronous interface runs an event loop in this thread; Django would refuse the ORM beside it
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


def chromium_path() -> str:
    """Where Chromium is; where there is none, the test is skipped, or fails under SALESMGMT_CI=1."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None and os.environ.get("SALESMGMT_CI") == "1":
        pytest.fail(MUST_BE_HERE)
    return path or pytest.skip(MISSING)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One Chromium for the session."""
    path = chromium_path()
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)

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
            base_url=live_server.url,
            viewport=viewport,
            color_scheme=theme,
            reduced_motion="reduce",
            has_touch=width < 720,
            locale="en-GB",
        )
        contexts.append(context)
        if user is not None:
            client.force_login(user)
            cookie = client.cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.look = (width, theme)
        page.set_default_timeout(PATIENCE)
        _watch(page)
        pages.append(page)
        return page

    yield open_page
    errors = [error for page in pages for error in page.console_errors]
    for context in contexts:
        context.close()
    assert errors == [], "the browser's console shows errors"


def _watch(page: Any) -> None:
    """Keep what the console says went wrong in `page.console_errors`."""
    page.console_errors = []

    def hear(line: Any) -> None:
        if line.type == "error" and not REFUSALS.match(line.text):
            page.console_errors.append(f"{line.text} ({line.location['url']}, on {page.url})")

    page.on("console", hear)
    page.on("pageerror", lambda error: page.console_errors.append(str(error)))


def assert_accessible(page: Any) -> None:
    """axe finds nothing on the page, once it has come (WCAG 2.2 A and AA, and axe's best practices)."""
    from playwright.sync_api import expect

    page.wait_for_load_state()  # after a click the new document may only just have begun
    expect(page.locator(".htmx-request")).to_have_count(0)
    if page.evaluate("!window.axe"):
        page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    told = [
        {"rule": one["id"], "help": one["help"], "nodes": [node["html"][:200] for node in one["nodes"][:5]]}
        for one in found
    ]
    assert told == [], json.dumps(told, indent=2)


@pytest.fixture(params=[PLAIN_LOOKS, pytest.param(OTHER_LOOKS, marks=pytest.mark.slow)], ids=["looks", "other looks"])
def holds(request: pytest.FixtureRequest) -> Holds:
    """`holds(page, name)`, or `holds(page, name, address)` to go there first: axe finds nothing on what is shown,
    nothing sticks out sideways, and a picture is kept, on a desk in light and on a phone in dark (in the slow run the
    other two); then the page is as it was."""
    from playwright.sync_api import expect

    def wear(page: Any, width: int, theme: str) -> None:
        page.set_viewport_size({"width": width, "height": HEIGHTS.get(width, 900)})
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")

    def look_at(page: Any, name: str, address: str = "") -> None:
        if address:
            page.goto(address)
        for width, theme in request.param:
            wear(page, width, theme)
            expect(page.locator("html")).to_have_attribute("data-bs-theme", theme)
            assert_accessible(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} at {width}"
            screenshot(page, f"{name}-{theme}-{width}", full_page=True)
        wear(page, *page.look)

    return look_at


def screenshot(page: Any, name: str, *, full_page: bool = False) -> None:
    """Keeps a picture for people under var/shots where SALESMGMT_SHOTS=1 asks for some: each takes up to a second."""
    if os.environ.get("SALESMGMT_SHOTS") == "1":
        SHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SHOTS / f"{name}.png", full_page=full_page)
