"""The README's five minutes, walked: what is bold there is on the page to be read or pressed, in that order."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from salesmgmt.accounts.models import User
from tests.plugins.browser import ROOT
from tests.salesmgmt.demo.rows import load_world, small_world

ADDRESS = re.compile(r"`(\w+@kestrel\.example)`")
STEPS = 8


@pytest.fixture
def tour() -> list[tuple[str, list[str]]]:
    """Of each step, as whom it is walked and what it makes bold; “still as Max” is who it was before."""
    section = (ROOT / "README.md").read_text().split("## Five minutes")[1].split("\n## ")[0]
    steps, who = [], ""
    for step in re.split(r"\n\d+\. ", section)[1:]:
        named = ADDRESS.search(step)
        who = named.group(1) if named else who
        words = re.findall(r"\*\*(.+?)\*\*", step.split("\n\n")[0])
        steps.append((who, words[1:]))  # the first says what the step is about
    return steps


def press_or_read(page: Any, words: str) -> None:
    """A link of that name is followed; anything else stands on the page."""
    link = page.get_by_role("link", name=words, exact=True).first
    shown = page.get_by_text(words, exact=True).locator("visible=true").first
    expect(link.or_(shown).first).to_be_visible()
    if link.count():
        link.click()
        page.wait_for_load_state()


@pytest.mark.timeout(300)
def test_five_minutes_of_the_readme(page_as, transactional_db, settings, tmp_path: Path, tour):
    settings.SAMPLE_TRUTH = tmp_path / "truth.json"
    load_world(small_world(end=date.today()))
    assert len(tour) == STEPS
    for number, (who, words) in enumerate(tour, start=1):
        page = page_as(User.objects.get(email=who), width=390 if number == 5 else 1440)
        page.goto("/")
        assert words, f"step {number} makes nothing bold"
        for each in words:
            press_or_read(page, each)
        page.close()
