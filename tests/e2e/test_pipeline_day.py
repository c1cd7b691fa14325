"""A rep's day in Chromium, by what a person sees: from Today by a call, the playbook and help to an order."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from pipeline.domain.accounts import add_contact
from pipeline.domain.drafts import StepFacts, add_criterion, add_step, draft_version
from pipeline.domain.processes import publish_version
from pipeline.models import Activity, Deal, DealContact, HelpRequest, Order, Process, Renewal, StageExit, Task
from tests.cast import Cast
from tests.e2e.pipeline_scene import draw_board
from tests.pipeline.process_rows import BUDGET, BUYER, CLOSE_DATE, deal_in
from tests.pipeline_rows import make_order
from tests.plugins.browser import assert_accessible, screenshot

DEAL = "Tessel Robotics, line 2"


@pytest.fixture
def deal(cast: Cast) -> Deal:
    """Rita's deal in a process that asks for a close date, the buyer and a budget, beside a board of others."""
    draw_board(cast)
    now = timezone.now()
    draft = draft_version(process=Process.objects.get(), by=cast.olga, at=now)
    qualify = draft.stages.get(name="Qualify")
    for facts in (CLOSE_DATE, BUYER, BUDGET):
        add_criterion(stage=qualify, facts=facts, by=cast.olga, at=now)
    for title in ("Map who decides", "Send the reference"):
        add_step(stage=qualify, facts=StepFacts(title, why="Winners do."), by=cast.olga, at=now)
    made = deal_in(publish_version(version=draft, by=cast.olga, at=now), cast.rita, at=now - timedelta(days=4))
    made.name, made.next_step_date = DEAL, cast.company.day_of(now) - timedelta(days=2)
    made.save()
    add_contact(account=made.account, name="Lena Ort", by=cast.rita, at=now)
    return made


def call(page: Page) -> None:
    """The morning: the late step is found on Today, the call logged and the next step set, in the side panel."""
    page.goto("/")
    row = page.get_by_role("listitem").filter(has_text=DEAL).filter(has_text="late")
    row.get_by_role("link", name=DEAL).first.click()
    page.get_by_role("heading", name=DEAL).first.wait_for()
    page.get_by_text("Log an activity").click()
    page.get_by_label("Minutes").fill("25")
    page.get_by_label("What came of it").select_option("A next step was agreed")
    page.get_by_label(re.compile("^With")).select_option("Lena Ort")
    page.get_by_label("What was said").fill("The board decides in May. @Max Adler please join.")
    page.get_by_role("button", name="Log it").click()
    page.get_by_text("The board decides in May.").wait_for()
    made = Activity.objects.get(deal__name=DEAL)
    assert (made.minutes, made.outcome, made.contact.name) == (25, "AGREED", "Lena Ort")
    step = page.get_by_role("region", name="Next step")
    step.get_by_label("What comes next").fill("Bring the plan to Lena")
    step.get_by_label("By when").fill((timezone.now() + timedelta(days=6)).date().isoformat())
    step.get_by_role("button", name="Set next step").click()
    page.get_by_text("The next step is set").wait_for()


def follow_the_playbook(page: Page) -> None:
    """What the stage asks for is done where it stands; then the deal moves without an override."""
    playbook = page.get_by_role("region", name="Playbook")
    playbook.get_by_role("button", name="Done with Map who decides").click()
    page.get_by_text("It is done").wait_for()
    expect(playbook).to_contain_text("1 of 2")
    page.get_by_role("button", name="Score Economic buyer").click()
    page.get_by_label("How well is it known").select_option("2, shown")
    page.get_by_label("What shows it").last.fill("Lena signs up to 50,000")
    page.get_by_role("button", name="Save Economic buyer").click()
    expect(page.get_by_role("region", name="Qualification")).to_contain_text(
        re.compile("1 of [0-9]+ known, 2 of [0-9]+ points")
    )
    leave = page.get_by_role("region", name="To leave Qualify")
    leave.get_by_role("button", name="Fill in the close date").click()
    page.get_by_label("Close date").fill((timezone.now() + timedelta(days=70)).date().isoformat())
    page.keyboard.press("Enter")
    page.get_by_text("Close date saved").wait_for()
    expect(leave).to_contain_text("1 of 3")
    page.get_by_text("Say who buys").click()
    page.get_by_label("Contact", exact=True).select_option("Lena Ort")
    page.get_by_label("Is", exact=True).select_option("Economic buyer")
    page.get_by_role("button", name="Add the role").click()
    expect(leave).to_contain_text("2 of 3")  # the page is drawn anew by then
    leave.get_by_label("What shows it: Budget confirmed").fill("Mail of today")
    leave.get_by_role("button", name="Tick Budget confirmed").click()
    expect(leave).to_contain_text("Mail of today")
    screenshot(page, "day-ready-light-1440", full_page=True)
    assert_accessible(page)
    page.get_by_role("button", name="Move to").click()
    page.get_by_role("dialog", name="Move to a stage").get_by_role("button", name="Discover").click()
    page.get_by_text(f"{DEAL} moved to Discover").wait_for()
    assert DealContact.objects.get(deal__name=DEAL).role == "ECONOMIC_BUYER"
    assert Task.objects.get(step__title="Send the reference").state == "LEFT"
    assert not StageExit.objects.filter(deal__name=DEAL, reason__gt="").exists()


def ask_legal(page: Page, outside: Page) -> None:
    """Somebody who sees no deals answers by link, and reads what was shared and no more."""
    page.get_by_role("button", name="Ask somebody").click()
    page.get_by_label("Whom").select_option("Stan Stranger")
    page.get_by_label("For", exact=True).select_option("Legal")
    page.get_by_label("By when").last.fill((timezone.now() + timedelta(days=2)).date().isoformat())
    page.get_by_label("Your question").fill("May we accept clause 9?")
    page.get_by_label("Amount", exact=True).last.check()
    page.get_by_role("button", name="Ask for help").click()
    link = page.get_by_label("Link to answer at").input_value()
    outside.goto(link)
    expect(outside.get_by_text("1,000.00 EUR")).to_be_visible()
    expect(outside.get_by_text("Discover")).to_have_count(0)
    assert_accessible(outside)
    screenshot(outside, "day-help-dark-390", full_page=True)
    outside.get_by_label("Your answer").fill("Yes, if it is capped.")
    outside.get_by_role("button", name="Send the answer").click()
    outside.get_by_text("Yes, if it is capped.").wait_for()
    page.reload()
    expect(page.get_by_role("region", name="Help")).to_contain_text("Yes, if it is capped.")
    assert HelpRequest.objects.get().answered_at


def win_and_order(page: Page) -> None:
    page.get_by_role("button", name="Say how likely").click()
    page.get_by_label("How likely it is won, in percent").fill("80")
    page.get_by_label("Why it is so").fill("Lena said yes on the phone")
    page.get_by_role("button", name="Say how likely it is").click()
    expect(page.get_by_role("region", name="How likely")).to_contain_text("80.0%, as its people say")
    page.get_by_role("button", name="Win", exact=True).click()
    win = page.get_by_role("dialog", name="Win the deal")
    win.get_by_label("Reason").select_option("Business case")
    win.get_by_role("button", name="Win the deal").click()
    page.get_by_text(f"{DEAL} is won").first.wait_for()
    page.get_by_role("button", name="Place order").click()
    page.get_by_text("Became").wait_for()
    screenshot(page, "day-won-light-1440", full_page=True)
    page.get_by_role("region", name="Order").get_by_role("link").click()
    page.get_by_role("button", name="Set the term").click()
    page.get_by_label("Months", exact=True).fill("6")
    page.get_by_role("button", name="Save the term").click()
    expect(page.get_by_role("region", name="Term and renewal")).to_contain_text("6 months from")
    screenshot(page, "day-order-light-1440", full_page=True)
    assert_accessible(page)
    assert (Order.objects.get().amount, Renewal.objects.get().months) == (1000, 6)


def test_a_day_goes_from_a_late_step_to_an_order(page_as, cast, deal):
    page = page_as(cast.rita)
    call(page)
    follow_the_playbook(page)
    ask_legal(page, page_as(None, width=390, theme="dark"))
    win_and_order(page)
    page.goto("/")
    expect(page.get_by_role("listitem").filter(has_text=DEAL)).to_have_count(0)
    manager = page_as(cast.max)
    manager.goto("/notifications/")
    expect(manager.get_by_role("main")).to_contain_text("Rita Sandoval")
    expect(manager.get_by_role("main")).to_contain_text(DEAL)


def test_a_double_click_orders_once(page_as, cast):
    draw_board(cast)
    order = make_order(Deal.objects.open().filter(owner=cast.rita, account__isnull=False, amount__isnull=False).first())
    page = page_as(cast.rita)
    page.goto(f"/pipeline/orders/{order.pk}/")
    again = page.get_by_role("button", name="Order the same again")
    again.evaluate("button => { button.click(); setTimeout(() => button.click(), 30); }")
    page.get_by_text("ordered again").first.wait_for()
    assert Order.objects.filter(repeat_of=order).count() == 1
