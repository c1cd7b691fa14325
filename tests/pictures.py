"""Takes the README's pictures from the running product with its sample company: `make pictures` (see Makefile)."""

import sys
from pathlib import Path
from shutil import which

from playwright.sync_api import Browser, Page, sync_playwright

from tests.plugins.browser import FLAGS, NAMES

PASSWORD = "kestrel-workshop"
FOLDER = Path(__file__).resolve().parents[1] / "docs" / "pictures"
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


def sign_in(browser: Browser, url: str, who: str, *, phone: bool = False) -> Page:
    viewport = PHONE if phone else DESK
    context = browser.new_context(base_url=url, viewport=viewport, reduced_motion="reduce", locale="en-GB")
    page = context.new_page()
    page.goto("/accounts/login/")
    page.fill("input[name=login]", f"{who}@kestrel.example")
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/today/")
    return page


def take(page: Page, address: str, name: str) -> None:
    """The page at an address, when everything that loads by itself stands."""
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=FOLDER / f"{name}.png")


def statement_with_lines(page: Page) -> str:
    """The address of the newest closed statement in the list of one's own."""
    page.goto("/compensation/")
    return page.locator("a[href*='/compensation/statements/']").nth(1).get_attribute("href") or ""


def main(url: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = next(filter(None, map(which, NAMES)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        manager = sign_in(browser, url, "max")
        take(manager, "/today/", "today")
        take(manager, "/pipeline/", "board")
        take(manager, "/hiring/", "bench")
        take(sign_in(browser, url, "nora", phone=True), "/onboarding/", "journey")
        rep = sign_in(browser, url, "rita")
        take(rep, statement_with_lines(rep), "statement")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8000")
