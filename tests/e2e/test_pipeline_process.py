"""A sales-ops admin sets up a second process by pages alone; a rep is refused by it, then overrides."""

from datetime import date, timedelta

from playwright.sync_api import Page, expect

from pipeline.models import Deal, DealTask, StageExit
from tests.e2e.pipeline_scene import draw_board
from tests.plugins.browser import assert_accessible, screenshot


def set_up_renewals(page: Page) -> None:
    page.goto("/pipeline/settings/")
    page.get_by_text("New process").click()
    page.get_by_label("Name of the process").fill("Renewals")
    page.get_by_label("Open stages, one a line").fill("Review\nAgree")
    page.get_by_role("button", name="Keep it as a draft").click()
    page.get_by_role("link", name="Add a criterion to Review").click()
    page.get_by_label("It asks that").select_option("CHECK")
    expect(page.get_by_label("Which fact")).to_be_hidden()
    page.get_by_label("Name").fill("Usage looked at")
    expect(page.locator("#preview")).to_contain_text("No open deal is in Review now.")
    page.get_by_role("button", name="Save it").click()
    page.get_by_role("link", name="Add a step to Review").click()
    page.locator("[name=title]").fill("Call the plant lead")
    page.locator("[name=why]").fill("They know what was used.")
    page.get_by_role("button", name="Save it").click()
    screenshot(page, "process-draft-light-1440")
    assert_accessible(page)
    page.get_by_role("button", name="Publish it").click()
    page.get_by_text("Renewals, version 1 is published").wait_for()


def open_deal(page: Page) -> None:
    page.goto("/pipeline/deals/new/")
    page.get_by_label("Name").fill("Orchard renewal")
    page.get_by_label("Stage").select_option(label="Review")
    page.get_by_label("What comes next").fill("Call")
    page.get_by_label("By when").fill((date.today() + timedelta(days=3)).isoformat())
    page.get_by_role("button", name="Open the deal").click()
    page.get_by_role("heading", name="Orchard renewal").wait_for()


def test_a_second_process_holds_a_deal_until_a_rep_overrides_it(page_as, cast):
    draw_board(cast)
    set_up_renewals(page_as(cast.olga))
    page = page_as(cast.rita)
    open_deal(page)
    expect(page.get_by_role("region", name="To leave Review")).to_contain_text("Usage looked at")
    expect(page.get_by_role("region", name="Playbook")).to_contain_text("They know what was used.")
    screenshot(page, "process-deal-light-1440")
    page.get_by_role("button", name="Move to").click()
    page.get_by_role("button", name="Agree").click()
    dialog = page.get_by_role("dialog", name="Orchard renewal is not ready for Agree")
    expect(dialog).to_contain_text("Usage looked at")
    screenshot(page, "process-override-light-1440")
    page.get_by_role("button", name="Leave it").click()
    assert Deal.objects.get(name="Orchard renewal").stage.name == "Review"
    page.get_by_role("button", name="Done with Call the plant lead").click()
    page.get_by_text("It is done").wait_for()
    assert DealTask.objects.get().state == "DONE"

    page.goto("/pipeline/")
    page.get_by_role("navigation", name="Processes").get_by_role("link", name="Renewals").click()
    page.get_by_role("article", name="Orchard renewal").drag_to(page.get_by_role("region", name="Agree", exact=True))
    dialog.wait_for()
    expect(page.get_by_role("region", name="Review", exact=True).get_by_role("article")).to_have_count(1)
    page.get_by_label("Why it moves all the same").fill("Signed at the fair")
    page.get_by_role("button", name="Move it all the same").click()
    page.get_by_text("Orchard renewal moved to Agree").wait_for()
    expect(dialog).to_be_hidden()
    assert StageExit.objects.get().reason == "Signed at the fair"
