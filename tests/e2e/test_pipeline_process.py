"""A sales-ops admin sets up a second process by pages alone; a rep is refused by it, then overrides."""

import re
from datetime import date, timedelta

from playwright.sync_api import Page, expect

from pipeline.models import Deal, ExitCriterion, Stage, StageExit, Task
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
    assert Task.objects.get().state == "DONE"

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


def add_criterion(page: Page, kind: str, **said: str) -> None:
    """One more thing that Qualify asks for; `said` by the labels of its fields, with _ for a space."""
    page.get_by_role("link", name="Add a criterion to Qualify").click()
    page.get_by_label("It asks that").select_option(kind)
    for label, value in said.items():
        field = page.get_by_label(label.replace("_", " "))
        if field.evaluate("each => each.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    page.get_by_role("button", name="Save it").click()


def draft_the_next(page: Page) -> None:
    """Every kind of criterion, a step, an item to know, an action, a stage between two others and one put earlier."""
    page.goto("/pipeline/settings/")
    page.get_by_role("link", name="Criteria, playbook, actions").click()
    page.get_by_role("button", name="Draft the next version").click()
    add_criterion(page, "ACTIVITIES", Which_activity="Meeting", At_least="2")
    expect(page.get_by_role("main")).to_contain_text("open deals lack it")
    add_criterion(page, "CONTACT", Which_role="Economic buyer")
    add_criterion(page, "FIELD", Which_fact="Lead source")
    add_criterion(page, "CHECK", Name="Budget confirmed")
    add_criterion(page, "APPROVAL", Name="Security review")
    page.get_by_role("link", name="Add a step to Qualify").click()
    page.locator("[name=title]").fill("Map who decides")
    page.get_by_role("button", name="Save it").click()
    page.get_by_role("link", name="Add an item").click()
    page.get_by_label("Name").fill("Pilot site")
    page.get_by_role("button", name="Save it").click()
    page.get_by_role("link", name="Add an action to Discover").click()
    page.get_by_label("What happens by itself").select_option("Tell somebody")
    page.get_by_label("Whom").select_option("The owner's manager")
    page.get_by_label("What they are told").fill("It is discovered")
    page.get_by_role("button", name="Save it").click()
    page.get_by_role("link", name="Add a stage").click()
    page.get_by_label("Name").fill("Pilot")
    page.get_by_label("After").select_option("Propose")
    page.get_by_label("Probability, %").fill("50")
    page.get_by_role("button", name="Save it").click()
    page.get_by_role("button", name="Pilot one place earlier").click()
    screenshot(page, "process-next-light-1440", full_page=True)
    assert_accessible(page)
    page.get_by_role("button", name="Publish it").click()
    page.get_by_text("Enterprise sales process, version 2 is published").wait_for()


def test_deals_are_taken_to_the_next_version_and_back(page_as, cast):
    draw_board(cast)
    page = page_as(cast.olga)
    draft_the_next(page)
    stages = list(Stage.objects.filter(process_version__number=2, kind="OPEN").values_list("name", flat=True))
    assert stages == ["Qualify", "Discover", "Prove", "Pilot", "Propose"]
    kinds = ExitCriterion.objects.filter(stage__process_version__number=2).values_list("kind", flat=True)
    assert sorted(kinds) == ["ACTIVITIES", "APPROVAL", "CHECK", "CONTACT", "FIELD"]
    page.goto("/pipeline/settings/")
    page.get_by_role("link", name="Criteria, playbook, actions").last.click()
    page.get_by_role("link", name="Take its deals to another version").click()
    page.get_by_label("Propose becomes").select_option("They stay")
    expect(page.get_by_role("status").filter(has_text="11 of 13 open deals go to version 2")).to_be_visible()
    assert_accessible(page)
    screenshot(page, "process-take-along-light-1440", full_page=True)
    page.get_by_role("button", name=re.compile("^Take 11 deals to version 2")).click()
    page.get_by_role("button", name="Undo").wait_for()
    left = Deal.objects.filter(stage__process_version__number=1, state="OPEN")
    assert set(left.values_list("stage__name", flat=True)) == {"Propose"}
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("back").first.wait_for()
    assert left.count() == 13
