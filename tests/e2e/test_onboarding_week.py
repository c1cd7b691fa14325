"""A new hire's first week on a phone, and what buddy and manager do for it, with the days passing."""

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from onboarding.models import Journey
from pipeline.domain.activities import log_activity
from tests.cast import AT
from tests.e2e.onboarding_scene import draw_plan
from tests.onboarding.clock import Clock
from tests.onboarding.rows import MONDAY, item_of, start
from tests.pipeline_rows import make_deal, make_process
from tests.plugins.browser import assert_accessible, screenshot


@pytest.fixture
def clock(monkeypatch) -> Clock:
    clock = Clock(AT)
    monkeypatch.setattr(timezone, "now", clock)
    return clock


@pytest.fixture
def journey(cast, clock) -> Journey:
    draw_plan(cast, at=AT)
    make_process()
    return start(cast.nora, MONDAY, by=cast.max, buddy=cast.rita, it_person=cast.max)


def tap(page, title):
    """One tap; the page has drawn itself again when the mark has changed over."""
    mark = page.get_by_role("button", name=f"Done: {title}")
    before = mark.get_attribute("aria-pressed")
    mark.tap()
    expect(mark).to_have_attribute("aria-pressed", "false" if before == "true" else "true")


def test_a_double_tap_ticks_once_and_says_nothing_of_somebody_else(page_as, cast, journey, clock):
    clock.go_to(2, 8)
    page = page_as(cast.nora, width=390)
    page.goto("/onboarding/")
    page.get_by_role("button", name="Done: Set up the laptop").dblclick()
    expect(page.get_by_role("main")).to_contain_text("1 of 2 done")
    page.wait_for_load_state("networkidle")
    expect(page.get_by_text("somebody else")).to_have_count(0)
    assert item_of(journey, "Set up the laptop").done_at is not None


def test_a_new_hires_first_week_on_a_phone(page_as, cast, journey, clock):
    clock.go_to(2, 8)
    page = page_as(cast.nora, width=390)
    page.goto("/onboarding/")
    main = page.get_by_role("main")
    expect(main).to_contain_text("Your first day. Two things today, about 90 minutes.")
    expect(main).to_contain_text("0 of 7 steps done")
    expect(main).to_contain_text("too few journeys")
    target = page.get_by_role("button", name="Done: Set up the laptop").bounding_box()
    assert min(target["width"], target["height"]) >= 44
    screenshot(page, "onboarding-week-monday-390")
    assert_accessible(page)

    tap(page, "Set up the laptop")
    expect(main).to_contain_text("1 of 2 done")
    page.get_by_role("status").get_by_role("button", name="Undo").tap()
    expect(main).to_contain_text("0 of 2 done")
    assert item_of(journey, "Set up the laptop").done_at is None
    tap(page, "Set up the laptop")
    expect(main).to_contain_text("One thing today, about 30 minutes.")

    clock.go_to(3, 8)
    page.reload()
    late = page.get_by_role("region", name="Late")
    expect(late).to_contain_text("Meet the team")
    expect(late).to_contain_text("1 d late")
    expect(main).to_contain_text("Day 2. One thing today, late, about 30 minutes.")
    screenshot(page, "onboarding-week-tuesday-390")
    tap(page, "Meet the team")
    expect(main).to_contain_text("Nothing more for today.")

    clock.go_to(4, 8)
    page.reload()
    material = page.get_by_role("link", name="Open the material")
    expect(material).to_have_attribute("href", "https://handbook.kestrel.example/why-they-buy")
    page.get_by_role("link", name="Read “Who buys from us and why”", exact=True).tap()
    page.get_by_label("Note").fill("The third story is ours.")
    page.get_by_role("button", name="Keep the note").tap()
    expect(page.get_by_text("The note is kept")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Done", exact=True).tap()
    expect(page.get_by_text("Done: Read “Who buys from us and why”")).to_be_visible()
    log_activity(
        deal=make_deal(cast.nora, at=clock.at), kind="MEETING", happened_at=clock.at, by=cast.nora, at=clock.at
    )
    call_command("drain_consumers")
    page.goto("/onboarding/")
    milestones = page.get_by_role("region", name="Milestones")
    expect(milestones.get_by_role("listitem").first).to_contain_text("day 3")

    clock.go_to(6, 17)
    page.goto("/onboarding/")
    expect(main).to_contain_text("Good evening, Nora")
    tap(page, "Write up one won deal")
    page.locator("summary", has_text="Later").tap()
    page.get_by_role("button", name="Done: Run a discovery call on your own").tap()
    expect(main).to_contain_text("Nothing more for today.")
    expect(main).to_contain_text("5 of 7 steps done")
    screenshot(page, "onboarding-week-friday-390")


def test_what_others_do_finishes_the_week(page_as, cast, journey, clock):
    clock.go_to(6, 9)
    for item in journey.items.filter(assignee=cast.nora):
        item.done_at, item.done_by = clock.at, cast.nora
        item.save()
    buddy = page_as(cast.rita, width=390)
    buddy.goto("/onboarding/")
    main = buddy.get_by_role("main")
    expect(main).to_contain_text("1 open, 1 late")
    assert_accessible(buddy)
    tap(buddy, "Lunch with the buddy")
    expect(main).to_contain_text("0 open")

    manager = page_as(cast.max, width=390)
    manager.goto("/onboarding/items/")
    tap(manager, "Order the laptop")
    expect(manager.get_by_text("Every step of the journey is done")).to_be_visible()

    nora = page_as(cast.nora, width=390)
    nora.goto("/onboarding/")
    expect(nora.get_by_role("main")).to_contain_text("You have done every step, all 7 of them.")
    screenshot(nora, "onboarding-week-finished-390")
    assert_accessible(nora)
