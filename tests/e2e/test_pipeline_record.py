"""A deal from its first day to its last in Chromium: opened, edited, won, lost, opened again; and the list."""

import re
from decimal import Decimal

from playwright.sync_api import Page, expect

from pipeline.models import Account, Activity, Deal, DealLine, DealSplit, Target
from tests.e2e.pipeline_scene import draw_board
from tests.plugins.browser import assert_accessible, screenshot


def refuse_logged(page: Page) -> None:
    """Chromium logs the refused request itself."""
    page.console_errors[:] = [line for line in page.console_errors if "status of 4" not in line]


def test_a_deal_is_opened_with_an_account_that_is_found_by_typing(page_as, cast):
    draw_board(cast)
    page = page_as(cast.rita)
    page.goto("/pipeline/")
    page.get_by_role("link", name="New deal").click()
    page.get_by_label("Name").fill("Orchard Mills, line 4")
    page.get_by_label("Account").press_sequentially("orch")
    expect(page.locator("#account-options option")).to_have_count(1)
    page.get_by_label("Account").fill("Orchard Nowhere")
    page.get_by_label("Amount").fill("12500")
    page.get_by_role("button", name="Open the deal").click()
    expect(page.get_by_text("There is no account “Orchard Nowhere”")).to_be_visible()
    expect(page.get_by_text("“What comes next” is missing: fill it in.")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("Account").fill("Orchard Mills")
    page.get_by_label("What comes next").fill("Walk the line")
    page.get_by_label("By when").fill("2099-01-31")
    page.get_by_role("button", name="Open the deal").click()
    page.get_by_text("Orchard Mills, line 4 is open in Qualify").wait_for()
    deal = Deal.objects.get(name="Orchard Mills, line 4")
    assert (deal.amount, deal.account.name, deal.owner) == (12500, "Orchard Mills", cast.rita)
    refuse_logged(page)


def test_a_deal_is_won_opened_again_and_lost(page_as, cast):
    deal = draw_board(cast)["Solano Foods"]
    page = page_as(cast.rita)
    page.goto(f"/pipeline/deals/{deal.pk}/")
    page.get_by_role("button", name="Win", exact=True).click()
    win = page.get_by_role("dialog", name="Win the deal")
    win.get_by_label("Reason").select_option("Business case")
    win.get_by_role("button", name="Win the deal").click()
    expect(win.get_by_text("Solano Foods has no amount; say what it was won for.")).to_be_visible()
    assert_accessible(page)
    screenshot(page, "pipeline-win-light-1440")
    win.get_by_label("Won for").fill("21500")
    win.get_by_role("button", name="Win the deal").click()
    page.get_by_text("Solano Foods is won").first.wait_for()
    expect(page.get_by_role("button", name="Win", exact=True)).to_have_count(0)
    assert_accessible(page)
    screenshot(page, "pipeline-won-light-1440")
    page.get_by_text("Reopen", exact=True).click()
    page.get_by_label("Back in stage").select_option("Prove")
    page.get_by_label("What comes next").fill("Talk about the second site")
    page.get_by_label("By when").fill("2099-02-01")
    page.get_by_role("button", name="Reopen the deal").click()
    page.get_by_text("Solano Foods is open again").wait_for()
    page.get_by_role("button", name="Lose", exact=True).click()
    lose = page.get_by_role("dialog", name="Close as lost")
    lose.get_by_label("Reason").select_option("Price")
    lose.get_by_role("button", name="Close as lost").click()
    page.get_by_text("Solano Foods is closed as lost").wait_for()
    deal.refresh_from_db()
    assert (deal.state, deal.amount, deal.close_reason.code) == ("LOST", 21500, "price")
    timeline = page.get_by_role("region", name="Timeline")
    expect(timeline).to_contain_text("won it for 21,500.00 EUR")
    refuse_logged(page)


def test_facts_are_edited_where_they_stand_and_a_conflict_is_said(page_as, cast):
    deal = draw_board(cast)["Orchard Mills"]
    page = page_as(cast.rita)
    page.goto(f"/pipeline/deals/{deal.pk}/")
    page.get_by_role("button", name="Edit amount").click()
    expect(page.get_by_label("Amount", exact=True)).to_be_focused()
    page.get_by_label("Amount").fill("many")
    page.keyboard.press("Enter")
    page.get_by_text("Enter a number.").wait_for()
    assert_accessible(page)
    page.get_by_label("Amount").fill("84000.5")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Amount saved").wait_for()
    expect(page.get_by_role("button", name="Edit amount")).to_contain_text("84,000.50 EUR")
    page.get_by_role("button", name="Edit name").click()
    page.get_by_role("button", name="Leave it as it is").click()
    expect(page.get_by_role("button", name="Edit name")).to_contain_text("Orchard Mills")
    expect(page.get_by_role("button", name="Edit name")).to_be_focused()
    page.get_by_role("button", name="Edit name").click()
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    Deal.objects.filter(pk=deal.pk).update(version=77, name="Orchard Mills & Sons")
    page.get_by_label("Name").fill("Orchard")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("was changed by somebody else in between")
    expect(page.get_by_role("heading", level=1)).to_have_text("Orchard Mills & Sons")
    assert_accessible(page)
    refuse_logged(page)


def test_lines_shares_and_activities_are_written_on_the_record(page_as, cast):
    deal = draw_board(cast)["Orchard Mills"]
    page = page_as(cast.rita)
    page.goto(f"/pipeline/deals/{deal.pk}/")
    page.get_by_role("button", name="Edit lines").click()
    first = page.get_by_role("group", name="Line 1")
    first.get_by_label("Product").select_option("Line scanner")
    first.get_by_label("Quantity").fill("3")
    first.get_by_label("Discount").fill("10")
    assert_accessible(page)
    screenshot(page, "pipeline-lines-light-1440")
    page.get_by_role("button", name="Save lines").click()
    page.get_by_text("The lines are saved").wait_for()
    assert DealLine.objects.get(deal=deal).discount_rate == Decimal("0.1")
    assert Deal.objects.get(pk=deal.pk).amount == 14_850
    page.get_by_role("button", name="Edit shares").click()
    page.get_by_role("group", name="Share 1").get_by_label("Share %").fill("60")
    page.get_by_role("button", name="Save shares").click()
    page.get_by_text("sum to 60%; change one by +40 points").wait_for()
    second = page.get_by_role("group", name="Share 2")
    second.get_by_label("Person").select_option("Sam Okafor")
    second.get_by_label("Share %").fill("40")
    page.get_by_role("button", name="Save shares").click()
    page.get_by_text("The shares are saved").wait_for()
    assert sorted(DealSplit.objects.filter(deal=deal).values_list("share_bp", flat=True)) == [4000, 6000]
    page.get_by_text("Log an activity").click()
    page.get_by_label("Minutes").fill("20")
    page.get_by_label("What was said").fill("They like the scanner.")
    page.get_by_role("button", name="Log it").click()
    page.get_by_text("They like the scanner.").wait_for()
    assert Activity.objects.get(deal=deal).minutes == 20
    assert_accessible(page)
    screenshot(page, "pipeline-record-light-1440", full_page=True)
    refuse_logged(page)


def test_a_deal_given_out_of_sight_leaves_the_page(page_as, cast):
    deal = draw_board(cast)["Orchard Mills"]
    page = page_as(cast.rita)
    page.goto(f"/pipeline/deals/{deal.pk}/")
    page.get_by_role("button", name="Give to").click()
    give = page.get_by_role("dialog", name="Give the deal")
    give.get_by_label("New owner").select_option("Sam Okafor")
    give.get_by_role("button", name="Give the deal").click()
    page.wait_for_url("**/pipeline/")
    page.get_by_text("Orchard Mills has a new owner").wait_for()


def test_list_keeps_its_filters_in_the_address(page_as, cast):
    draw_board(cast)
    page = page_as(cast.max)
    page.goto("/pipeline/deals/?state=OPEN")
    page.get_by_role("button", name="Filter", exact=True).click()
    menu = page.get_by_role("dialog", name="Filter deals")
    menu.get_by_label("Stage").select_option("Prove")
    menu.get_by_label("Amount from").fill("60000")
    assert_accessible(page)
    screenshot(page, "pipeline-filter-light-1440")
    menu.get_by_role("button", name="Show deals").click()
    page.wait_for_url(re.compile(r"state=OPEN&stage=\d+&amount_min=60000$"))
    table = page.get_by_role("region", name="Deals, table")
    expect(table.get_by_role("row")).to_have_count(4)  # head, two deals, total
    expect(table).to_contain_text("125,000")
    page.get_by_role("link", name="Remove filter Amount ≥ 60,000").click()
    expect(table.get_by_role("row")).to_have_count(5)
    page.get_by_role("link", name="Deal", exact=True).click()
    expect(table.locator("th[aria-sort]")).to_have_text("Deal")
    names = table.locator("tbody a").all_inner_texts()
    assert names == sorted(names)
    page.get_by_label("Search deals").fill("ivory")
    page.keyboard.press("Enter")
    expect(table.locator("tbody a")).to_have_text(["Ivory Pharma"])
    page.get_by_role("link", name="Ivory Pharma").click()
    page.get_by_role("complementary", name="Details").get_by_role("heading", name="Ivory Pharma").wait_for()


def test_account_contacts_and_quota_are_kept(page_as, cast):
    draw_board(cast)
    page = page_as(cast.olga)
    page.goto("/pipeline/accounts/")
    page.get_by_role("link", name="New account").click()
    page.get_by_label("Name").fill("Granby Motors")
    page.get_by_role("button", name="Create the account").click()
    page.get_by_text("Granby Motors is an account").wait_for()
    page.get_by_text("Add a contact").click()
    page.get_by_label("Name", exact=True).fill("Henrik Moss")
    page.get_by_role("button", name="Add the contact").click()
    page.get_by_text("Henrik Moss is a contact").wait_for()
    page.get_by_role("button", name="Edit sector").click()
    expect(page.get_by_label("Sector", exact=True)).to_be_focused()
    page.get_by_label("Sector").fill("automotive")
    page.keyboard.press("Enter")
    page.get_by_text("Sector saved").wait_for()
    assert Account.objects.get(name="Granby Motors").sector == "automotive"
    page.goto("/pipeline/targets/")
    page.get_by_label(re.compile("Quota of Rita Sandoval, .* Q2")).fill("90000")
    page.keyboard.press("Tab")
    page.get_by_text(re.compile("Rita Sandoval: quota of .* saved")).wait_for()
    assert Target.objects.get().full_amount == 90_000
    expect(page.locator("tfoot")).to_contain_text("90,000")
    screenshot(page, "pipeline-quota-set-light-1440")
