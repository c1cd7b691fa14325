"""The board in Chromium, by what a person sees: cards are dragged, moved by `m`, refused, undone and opened."""

import pytest
from playwright.sync_api import Page, expect

from pipeline.models import Deal
from salesmgmt.events.models import Event
from tests.e2e.pipeline_scene import draw_board
from tests.pipeline.process_rows import BUDGET, deal_in, strict_process
from tests.plugins.browser import assert_accessible, screenshot


@pytest.fixture
def deals(cast) -> dict[str, Deal]:
    return draw_board(cast)


def column(page: Page, name: str):
    return page.get_by_role("region", name=name, exact=True)


def card(page: Page, name: str):
    return page.get_by_role("article", name=name)


def stage_of(deal: Deal) -> str:
    return Deal.objects.select_related("stage").get(pk=deal.pk).stage.name


def refuse_logged(page: Page) -> None:
    """Chromium logs the refused request itself."""
    page.console_errors[:] = [line for line in page.console_errors if "status of 4" not in line]


def test_drag_moves_a_deal_and_undo_takes_it_back(page_as, cast, deals):
    page = page_as(cast.max)
    page.goto("/pipeline/")
    card(page, "Orrin Textiles").drag_to(column(page, "Propose"))
    page.get_by_text("Orrin Textiles moved to Propose").wait_for()
    expect(column(page, "Propose").get_by_role("article", name="Orrin Textiles")).to_be_visible()
    expect(column(page, "Propose").locator(".col-h")).to_contain_text("197,000")
    expect(column(page, "Prove").locator(".col-h")).to_contain_text("122,000")
    assert stage_of(deals["Orrin Textiles"]) == "Propose"
    screenshot(page, "pipeline-moved-light-1440")
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Orrin Textiles is back in Prove").wait_for()
    expect(column(page, "Prove").get_by_role("article", name="Orrin Textiles")).to_be_visible()
    assert stage_of(deals["Orrin Textiles"]) == "Prove"
    kinds = list(Event.objects.of(deals["Orrin Textiles"]).values_list("kind", flat=True))
    assert kinds == ["deal.created", "deal.moved", "deal.move_undone"]


def test_m_moves_the_chosen_card_by_keyboard_alone(page_as, cast, deals):
    page = page_as(cast.rita)
    page.goto("/pipeline/")
    page.get_by_role("link", name="Orchard Mills").focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("link", name="Pinnacle Rail")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("m")
    menu = page.get_by_role("dialog", name="Pinnacle Rail")
    expect(menu.get_by_role("button", name="Qualify")).to_be_disabled()
    assert_accessible(page)
    screenshot(page, "pipeline-move-menu-light-1440")
    page.keyboard.press("ArrowDown")
    expect(menu.get_by_role("button", name="Prove")).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_text("Pinnacle Rail moved to Prove").wait_for()
    assert stage_of(deals["Pinnacle Rail"]) == "Prove"
    expect(page.get_by_role("link", name="Pinnacle Rail")).to_be_focused()


def test_a_move_without_next_step_comes_back_with_the_reason_and_opens_the_field(page_as, cast, deals):
    page = page_as(cast.rita)
    page.goto("/pipeline/")
    card(page, "Kepler Mining").drag_to(column(page, "Prove"))
    page.get_by_text("Kepler Mining has no next step; say what comes next and by when, then repeat.").wait_for()
    expect(column(page, "Discover").get_by_role("article", name="Kepler Mining")).to_be_visible()
    panel = page.get_by_role("complementary", name="Details")
    expect(panel.get_by_label("What comes next")).to_be_focused()
    assert stage_of(deals["Kepler Mining"]) == "Discover"
    assert_accessible(page)
    screenshot(page, "pipeline-refused-light-1440")
    panel.get_by_label("What comes next").fill("Meet the site manager")
    panel.get_by_label("By when").fill("2099-03-01")
    panel.get_by_role("button", name="Set next step").click()
    page.get_by_text("The next step is set").wait_for()
    expect(card(page, "Kepler Mining")).to_contain_text("Meet the site manager")
    card(page, "Kepler Mining").drag_to(column(page, "Prove"))
    page.get_by_text("Kepler Mining moved to Prove").wait_for()
    refuse_logged(page)


def test_the_keyboard_keeps_its_card_through_a_refusal_an_override_and_an_undo(page_as, cast, deals):
    name = deal_in(strict_process(cast.olga, Qualify=[BUDGET]), cast.rita).name
    page = page_as(cast.rita)
    page.goto("/pipeline/")
    link = page.get_by_role("link", name=name)
    dialog = page.get_by_role("dialog", name=f"{name} is not ready for Prove")

    def move():
        page.keyboard.press("m")
        page.get_by_role("dialog", name=name).get_by_role("button", name="Prove").press("Enter")
        dialog.wait_for()

    link.focus()
    move()
    page.keyboard.press("Escape")
    expect(link).to_be_focused()
    move()
    dialog.get_by_label("Why it moves all the same").fill("They sign tomorrow")
    dialog.get_by_role("button", name="Move it all the same").press("Enter")
    page.get_by_text(f"{name} moved to Prove").wait_for()
    expect(link).to_be_focused()
    page.get_by_role("button", name="Undo").press("Enter")
    page.get_by_text(f"{name} is back in Qualify").wait_for()
    expect(link).to_be_focused()
    refuse_logged(page)


def test_a_card_that_somebody_else_changed_comes_back_and_is_drawn_anew(page_as, cast, deals):
    page = page_as(cast.rita)
    page.goto("/pipeline/")
    Deal.objects.filter(name="Orchard Mills").update(version=9, next_step="Sign the contract")
    card(page, "Orchard Mills").drag_to(column(page, "Prove"))
    page.get_by_text("was changed by somebody else in between").wait_for()
    expect(column(page, "Qualify").get_by_role("article", name="Orchard Mills")).to_contain_text("Sign the contract")
    assert stage_of(deals["Orchard Mills"]) == "Qualify"
    refuse_logged(page)


def test_panel_opens_at_the_records_address_and_closes_by_escape(page_as, cast, deals):
    page = page_as(cast.rita)
    page.goto("/pipeline/")
    link = page.get_by_role("link", name="Ivory Pharma")
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/pipeline/deals/{deals['Ivory Pharma'].pk}/")
    panel = page.get_by_role("complementary", name="Details")
    panel.get_by_text("called Lena Ort, 14 min").wait_for()
    page.keyboard.press("Escape")
    page.wait_for_url("**/pipeline/")
    expect(link).to_be_focused()
    link.click()
    page.wait_for_url(f"**/pipeline/deals/{deals['Ivory Pharma'].pk}/")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ivory Pharma")


def test_an_act_in_the_panel_is_seen_on_the_board(page_as, cast, deals):
    page = page_as(cast.rita)
    page.goto("/pipeline/")
    page.get_by_role("link", name="Pinnacle Rail").click()
    panel = page.get_by_role("complementary", name="Details")
    panel.get_by_role("button", name="Move to").click()
    panel.get_by_role("dialog", name="Move to a stage").get_by_role("button", name="Discover").click()
    page.get_by_text("Pinnacle Rail moved to Discover").wait_for()
    expect(column(page, "Discover").get_by_role("article", name="Pinnacle Rail")).to_be_visible()
    expect(panel.locator("[aria-current=step]")).to_have_text("Discover")
    panel.get_by_role("button", name="Win", exact=True).click()
    win = panel.get_by_role("dialog", name="Win the deal")
    win.get_by_label("Reason").select_option("Business case")
    win.get_by_role("button", name="Win the deal").click()
    page.locator("#toasts").get_by_text("Pinnacle Rail is won").wait_for()
    expect(card(page, "Pinnacle Rail")).to_have_count(0)


def test_more_cards_come_on_request(page_as, cast, deals):
    deal = deals["Orchard Mills"]
    Deal.objects.bulk_create(
        Deal(
            name=f"Deal {number:02}",
            owner=cast.rita,
            stage=deal.stage,
            amount=100 + number,
            currency="EUR",
            forecast_category="PIPELINE",
            stage_entered_at=deal.stage_entered_at,
            created_at=deal.created_at,
        )
        for number in range(30)
    )
    page = page_as(cast.rita)
    page.goto("/pipeline/")
    qualify = column(page, "Qualify")
    expect(qualify.get_by_role("article")).to_have_count(25)
    qualify.get_by_role("button", name="8 more in Qualify").focus()
    page.keyboard.press("Enter")
    expect(qualify.get_by_role("article")).to_have_count(33)
    expect(qualify.get_by_role("article").nth(25).get_by_role("link").first).to_be_focused()
    expect(page.locator("#said")).to_have_text("8 more in Qualify")
    expect(qualify.get_by_role("button")).to_have_count(1)  # the amount; nothing more


def test_a_phone_shows_one_stage_and_moves_on_the_record(page_as, cast, deals):
    page = page_as(cast.rita, width=390)
    page.goto("/pipeline/")
    expect(card(page, "Orchard Mills")).to_be_visible()
    expect(card(page, "Orrin Textiles")).to_be_hidden()
    page.get_by_role("navigation", name="Stages").get_by_role("link", name="Prove").click()
    expect(card(page, "Orrin Textiles")).to_be_visible()
    expect(card(page, "Orchard Mills")).to_be_hidden()
    page.get_by_role("link", name="Orrin Textiles").click()
    page.get_by_role("button", name="Move to").click()
    assert_accessible(page)
    screenshot(page, "pipeline-move-light-390")
    page.get_by_role("dialog", name="Move to a stage").get_by_role("button", name="Propose").click()
    page.get_by_text("Orrin Textiles moved to Propose").wait_for()
    assert stage_of(deals["Orrin Textiles"]) == "Propose"


def test_readers_see_the_board_and_cannot_move_anything(page_as, cast, deals):
    page = page_as(cast.finn)
    page.goto("/pipeline/")
    expect(card(page, "Orchard Mills")).to_be_visible()
    assert page.locator("[draggable=true]").count() == 0
    page.get_by_role("link", name="Orchard Mills").click()
    panel = page.get_by_role("complementary", name="Details")
    panel.get_by_role("heading", name="Orchard Mills").wait_for()
    assert panel.get_by_role("button").all_inner_texts() == [""]  # only the one that closes it
