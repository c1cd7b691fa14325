"""The main job in Chromium on the public export: from an empty database to a statement that opens to its deals.

One walk with visible controls only. Every page that it comes by is looked at on a desk in light and on a phone in
dark; the slow run looks at the other two as well.
"""

import csv
import json
import re
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from compensation.models import Run
from pipeline.models import Deal
from salesmgmt.accounts.models import User
from salesmgmt.events.domain import running
from salesmgmt.imports.models import ImportBatch, ValueMap
from tests.crm_data import CASES, crm_folder
from tests.plugins.browser import Holds
from tests.sentences import amount, redo

pytestmark = pytest.mark.timeout(600)
EXPECTED = json.loads((CASES / "crm_expected.json").read_text())["expected"]
PASSWORD = "petrol-on-cool-paper-7"
FILES = ("sales_teams", "products", "accounts", "sales_pipeline")
QUOTAS = {"Darcel Schlecht": 200_000, "Anna Snelling": 60_000}


def go(page: Page, *names: str | re.Pattern[str]) -> None:
    """Clicks through links by their names."""
    for name in names:
        page.get_by_role("link", name=name, exact=True).first.click()


def work(job_id: int) -> None:
    """What a worker does."""
    assert running.run(job_id=job_id, at=timezone.now())


def found(page: Page, holds: Holds) -> None:
    page.goto("/")
    holds(page, "thread-sign-in")
    go(page, "Set up the company")
    page.get_by_label("Company").fill("Maven")
    page.get_by_label("Currency").fill("USD")
    page.get_by_label("Time zone").select_option("America/New_York")
    page.get_by_label("Your name").fill("Olga Ost")
    page.get_by_label("Your e-mail address").fill("olga@maven.example")
    page.get_by_label("Password").fill(PASSWORD)
    holds(page, "thread-found")
    page.get_by_role("button", name="Set up the company").click()
    expect(page.get_by_role("heading", name="Nothing needs you today")).to_be_visible()
    holds(page, "thread-empty-today")
    go(page, "Pipeline")
    expect(page.get_by_role("heading", name="Say how you sell")).to_be_visible()
    holds(page, "thread-empty-board")


def bring_in(page: Page, holds: Holds) -> None:
    go(page, "Import from a CRM")
    for name in FILES:
        page.locator(f"input[name={name}]").set_input_files(crm_folder() / f"{name}.csv")
    holds(page, "thread-import")
    for step, heading in (("columns", "Columns"), ("values", "Values"), ("look", "Look and import")):
        page.get_by_role("button", name=re.compile(f"^Next: {step}")).click()
        page.get_by_role("heading", name=heading, exact=True).wait_for(timeout=60_000)
    page.get_by_role("button", name="Import it now", exact=True).click()
    expect(page.get_by_text("Waiting for a worker")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Waiting for a worker")).to_be_visible()
    holds(page, "thread-import-progress")
    work(ImportBatch.objects.get().job_id)
    expect(page.get_by_text("7,447 rows landed.")).to_be_visible()
    expect(page.get_by_label("It stands for")).to_have_value("GTX Pro")
    holds(page, "thread-import-refused")
    page.get_by_role("button", name="Map it and import again").click()
    expect(page.get_by_text("“GTXPro” is read as “GTX Pro” from now on.")).to_be_visible()
    work(ImportBatch.objects.latest("id").job_id)
    expect(page.get_by_text("1,480 rows landed.")).to_be_visible()
    expect(page.get_by_text("No row was refused.")).to_be_visible()
    assert ValueMap.objects.get().decided_by.name == "Olga Ost"
    holds(page, "thread-import-landed")


def read_board_and_figures(page: Page, holds: Holds) -> None:
    go(page, "Pipeline")
    for name, count in (("Prospecting", "500"), ("Engaging", "1,589")):
        column = page.get_by_role("region", name=name)
        expect(column.locator(".col-h")).to_contain_text(count)
        card, edge = column.get_by_role("article").first.bounding_box(), column.bounding_box()
        assert card["x"] + card["width"] <= edge["x"] + edge["width"], "cards stay inside their column"
    holds(page, "thread-board")
    summary = page.locator("#board-summary")
    expect(summary).to_contain_text("2,089 open deals")
    expect(summary).to_contain_text(f"{EXPECTED['open_pipeline_list_price']:,}")
    go(page, "List")
    holds(page, "thread-deals")
    go(page, "Figures", "Won")
    values = page.get_by_role("region", name="Values, table")
    for label, (name, worth) in (("Manager", EXPECTED["top_manager"]), ("Owner", EXPECTED["top_agent"])):
        page.get_by_label("By", exact=True).select_option(label)
        page.get_by_role("button", name="Show").click()
        expect(values.get_by_role("row").nth(1)).to_contain_text(re.compile(f"{name}.*{worth:,}\\.00 USD"))
    expect(values.locator("tr.total")).to_contain_text(f"{EXPECTED['won_revenue']:,}.00 USD")
    holds(page, "thread-figure-won")
    go(page, "Figures", "Win rate")
    expect(values.locator("tr.total")).to_contain_text("63.2%")
    holds(page, "thread-figure-win-rate")


def take_pay_over(page: Page, holds: Holds) -> None:
    """The admin is told that pay is somebody else's work, and takes it."""
    go(page, "Compensation", "Open people", "Olga Ost")
    page.get_by_label("Role", exact=True).select_option("Compensation admin")
    page.get_by_role("button", name="Grant role").click()
    expect(page.get_by_text("The role is granted.")).to_be_visible()
    holds(page, "thread-person")


def make_plan(page: Page, holds: Holds) -> None:
    go(page, "Compensation", "Plans", "Draft a plan")
    page.get_by_label("Name of the plan").fill("Account executive 2017")
    page.get_by_label("First day").fill("2017-01-01")
    flat = page.get_by_role("group", name="Flat, every credit at one rate")
    flat.get_by_label("Name").fill("Every booking")
    flat.get_by_label("Pays for the objective").fill("grow")
    flat.get_by_label("Rate, %").fill("1.25")
    for row, (start, rate) in enumerate((("0%", "5"), ("50%", "7.5"), ("100%", "9"), ("", "")), start=1):
        page.get_by_label(f"Tier {row} starts at").fill(start)
        page.get_by_label(f"Tier {row} rate, percent").fill(rate)
    page.get_by_label("This deal").fill("34000")
    example = page.get_by_role("region", name="Calculation")
    # 22,000 at 7.5%, 12,000 at 9%, and 1.25% of all 34,000
    expect(example.get_by_role("row", name="This deal pays, USD")).to_contain_text("3,155.00")
    holds(page, "thread-plan-form")
    page.get_by_role("button", name="Save the draft").click()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("link", name="Put somebody on it")).to_be_visible()
    holds(page, "thread-plan")


def put_people_on(page: Page, holds: Holds) -> None:
    go(page, "Compensation", "Plans", re.compile("^Account executive 2017"), "Put somebody on it")
    page.get_by_label("First day", exact=True).fill("2017-01-01")
    for name in QUOTAS:
        expect(page.get_by_label("First day", exact=True)).to_have_value("2017-01-01")
        page.get_by_label("Person").select_option(name)
        page.get_by_role("button", name="Put on, then somebody else").click()
        expect(page.get_by_text(f"{name} is on Account executive 2017")).to_be_visible()
    go(page, "Back")
    holds(page, "thread-assignments")
    go(page, "Pipeline", "Quotas", "2017")
    for name, quota in QUOTAS.items():
        field = page.get_by_label(f"Quota of {name}, 2017 Q2")
        field.fill(str(quota))
        field.press("Enter")
        expect(page.get_by_text(f"{name}: quota of 2017 Q2 saved").first).to_be_visible()
    holds(page, "thread-quotas")


def calculate(page: Page, holds: Holds) -> None:
    go(page, "Compensation", "Runs", "Calculate a quarter")
    page.get_by_label("A day in the quarter").fill("2017-05-02")
    page.get_by_role("button", name="Calculate").click()
    expect(page.get_by_text("2017 Q2 is being calculated.")).to_be_visible()
    page.reload()
    expect(page.get_by_text("2017 Q2 is being calculated.")).to_be_visible()
    work(Run.objects.get().job_id)
    expect(page.get_by_role("button", name="Close the quarter")).to_be_visible()
    holds(page, "thread-run")


def won_in_quarter(agent: str) -> list[Decimal]:
    """What the file itself says that an agent won in 2017 Q2."""
    with (crm_folder() / "sales_pipeline.csv").open() as file:
        return [
            Decimal(row["close_value"])
            for row in csv.DictReader(file)
            if row["sales_agent"] == agent
            and row["deal_stage"] == "Won"
            and "2017-04-01" <= row["close_date"] < "2017-07-01"
        ]


LINES = """rows => rows.map(row => ({
    deal: row.querySelector('a[href*="/pipeline/deals/"]')?.getAttribute("href"),
    explain: row.querySelector('a[role="button"]')?.getAttribute("aria-label"),
    cells: [...row.cells].map(cell => cell.innerText.trim()),
}))"""


def read_statement(page: Page, holds: Holds) -> str:
    """Every line has its deal and its sentence; lines sum to the statement. Returns the address."""
    go(page, "Darcel Schlecht")
    expect(page.get_by_role("heading", name="Darcel Schlecht, 2017 Q2")).to_be_visible()
    table = page.get_by_role("region", name="Statement lines")
    lines = table.locator("tbody tr:not(.grp):not(.total)").evaluate_all(LINES)
    won = won_in_quarter("Darcel Schlecht")
    assert len(lines) == 2 * len(won)
    assert all(re.fullmatch(r"/pipeline/deals/\d+/", line["deal"]) and line["explain"] for line in lines)
    assert Deal.objects.filter(pk__in={line["deal"].split("/")[3] for line in lines}).count() == len(won)
    total = sum(amount(line["cells"][-1]) for line in lines)
    expect(table.get_by_role("row", name="Statement")).to_contain_text(f"{total:,}")
    expect(page.locator("[data-total]")).to_contain_text(f"{total:,}")
    expect(page.locator(".page-sub").first).to_contain_text(f"{sum(won):,}.00 of 200,000.00 quota")
    crossing = next(place for place, line in enumerate(lines) if "," in line["cells"][6])
    for place in (0, crossing, len(lines) - 1):
        table.get_by_role("button", name=re.compile("^Explain ")).nth(place).click()
        sentence = page.locator("[data-explanation]")
        expect(sentence).to_contain_text(f"added {lines[place]['cells'][3]} of credit")
        redone = redo(" ".join(sentence.inner_text().split()))
        assert redone.pay == amount(lines[place]["cells"][-1])
        assert redone.slices == (2 if place == crossing else 1)
        if redone.way:
            assert lines[place]["cells"][4:6] == [f"{part}%" for part in redone.way]
    holds(page, "thread-statement")
    address = page.url.partition("?")[0]
    page.get_by_role("link", name="Open the deal").click()
    expect(page.get_by_role("region", name="Timeline")).to_be_visible()
    holds(page, "thread-deal")
    return address


def invite(page: Page, name: str, email: str) -> None:
    """An imported person gets a real address and the mail with which they set a password."""
    go(page, "Settings")
    page.get_by_placeholder("Name or address").fill(name)
    page.wait_for_url("**search=*")
    page.wait_for_load_state("networkidle")
    go(page, name, "Enter the address")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Send password link").click()
    expect(page.get_by_text(f"is on its way to {email}")).to_be_visible()


def let_managers_see_pay(page: Page) -> None:
    go(page, "Settings", "Company")
    page.get_by_label("Managers read plans and statements of their own line").check()
    page.get_by_role("button", name="Save company").click()


def set_password(page: Page, mail: Any) -> None:
    page.goto(re.search(r"https?://\S+", mail.body).group(0))
    for field in page.get_by_label(re.compile("assword")).all():
        field.fill(PASSWORD)
    page.get_by_role("button", name="Set password").click()
    page.goto("/")
    if page.get_by_role("button", name="Sign in").is_visible():
        page.get_by_label(re.compile("mail")).fill(mail.to[0])
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()


def look_as_rep(page: Page, holds: Holds, statement: str) -> None:
    darcel = User.objects.get(name="Darcel Schlecht")
    own = Deal.objects.filter(owner=darcel, state="OPEN").count()
    expect(page.get_by_role("heading", name="Today", exact=True)).to_be_visible()
    holds(page, "thread-rep-today")
    go(page, "Pipeline")
    expect(page.locator("#board-summary")).to_contain_text(f"{own} open deals")
    holds(page, "thread-rep-board")
    others = Deal.objects.exclude(owner=darcel).first()
    assert page.request.get(f"/pipeline/deals/{others.pk}/").status == 404
    win_the_largest(page, holds, own)
    go(page, "Compensation")
    expect(page.get_by_role("region", name="Statements").locator("[data-row]")).to_have_count(1)
    go(page, "Darcel Schlecht")
    expect(page).to_have_url(statement)
    page.get_by_role("button", name=re.compile("^Explain ")).first.click()
    expect(page.locator("[data-explanation]")).to_contain_text("took you from 0.0%")
    holds(page, "thread-rep-statement")


def win_the_largest(page: Page, holds: Holds, own: int) -> None:
    """A deal of the export is won from the board for one of the reasons that came along."""
    page.get_by_role("region", name="Engaging").get_by_role("article").first.get_by_role("link").click()
    panel = page.get_by_role("complementary", name="Details")
    panel.get_by_role("button", name="Win", exact=True).click()
    panel.get_by_label("Reason").first.select_option("Best fit")
    panel.get_by_label("Won for, in USD").fill("1200.50")
    holds(page, "thread-rep-win")
    panel.get_by_role("button", name="Win the deal").click()
    expect(page.locator("#board-summary")).to_contain_text(f"{own - 1} open deals")
    won = Deal.objects.get(close_reason__code="best-fit")
    assert (won.state, won.amount, won.owner.name) == ("WON", Decimal("1200.50"), "Darcel Schlecht")


def look_as_manager(page: Page, holds: Holds, statement: str, admin: Page) -> None:
    melvin = User.objects.get(name="Melvin Marxen")
    page.goto("/")
    holds(page, "thread-manager-today")
    go(page, "Pipeline")
    line = Deal.objects.filter(owner__memberships__manager=melvin, state="OPEN").count()
    expect(page.locator("#board-summary")).to_contain_text(f"{line:,} open deals")
    others = Deal.objects.exclude(owner__memberships__manager=melvin).exclude(owner=melvin).first()
    assert page.request.get(f"/pipeline/deals/{others.pk}/").status == 404
    assert page.request.get(statement).status == 404
    let_managers_see_pay(admin)
    go(page, "Compensation", "Darcel Schlecht")
    expect(page).to_have_url(statement)
    holds(page, "thread-manager-statement")
    elsewhere = Run.objects.get().statements.get(user__name="Anna Snelling")
    assert page.request.get(f"/compensation/statements/{elsewhere.pk}/").status == 404


def test_an_export_becomes_a_board_figures_and_a_statement(page_as, transactional_db, mailoutbox, holds):
    crm_folder()
    page = page_as(None)
    found(page, holds)
    bring_in(page, holds)
    read_board_and_figures(page, holds)
    take_pay_over(page, holds)
    make_plan(page, holds)
    put_people_on(page, holds)
    calculate(page, holds)
    statement = read_statement(page, holds)
    invite(page, "Darcel Schlecht", "darcel@maven.example")
    rep = page_as(None)
    set_password(rep, mailoutbox[-1])
    look_as_rep(rep, holds, statement)
    invite(page, "Melvin Marxen", "melvin@maven.example")
    manager = page_as(User.objects.get(email="melvin@maven.example"))
    look_as_manager(manager, holds, statement, page)
