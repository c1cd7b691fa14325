"""What the browser tests themselves promise: a plain word where Chromium is missing, and eyes on the console."""

import shutil

import pytest

from tests.plugins.browser import chromium_path


@pytest.fixture
def no_chromium(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)


def test_missing_chromium_is_said_plainly(no_chromium, monkeypatch):
    monkeypatch.delenv("SALESMGMT_CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match=r"Chromium is not installed: browser tests skipped \(apt install"):
        chromium_path()


def test_missing_chromium_is_a_failure_in_ci(no_chromium, monkeypatch):
    monkeypatch.setenv("SALESMGMT_CI", "1")
    with pytest.raises(pytest.fail.Exception, match="may not be skipped"):
        chromium_path()


@pytest.mark.urls("tests.e2e.component_page")
@pytest.mark.usefixtures("demo_rail")
def test_inline_script_and_style_are_refused_and_heard(page_as, rita):
    page = page_as(rita)
    page.goto("/pipeline/components/")
    page.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<p id=inline style=\"color: red\" onclick=\"alert(1)\">x</p>')"
    )
    page.locator("#inline").click()
    assert len([error for error in page.console_errors if "Content Security Policy" in error]) == 2
    page.console_errors.clear()
