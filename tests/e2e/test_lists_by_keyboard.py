"""The list of deals by keyboard alone: narrow, choose, act, take back, lay out, save the view and share it."""

from playwright.sync_api import expect

from pipeline.models import Deal
from salesmgmt.web.models import SavedView
from tests.cast import AT
from tests.e2e.pipeline_scene import draw_board
from tests.plugins.browser import assert_accessible, screenshot


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def test_a_list_is_worked_by_keyboard_alone(page_as, cast):
    draw_board(cast)
    page = page_as(cast.max)
    page.goto("/pipeline/deals/")
    page.wait_for_load_state("networkidle")
    rows = page.locator("#list [data-row]")
    before = rows.count()

    press(page, "f")
    page.get_by_label("Amount from").wait_for()
    page.get_by_label("Amount from").focus()
    page.keyboard.type("60000")
    press(page, "Enter")
    page.get_by_text("Amount ≥ 60,000", exact=True).wait_for()
    assert "amount_min=60000" in page.url
    assert 3 < rows.count() < before

    press(page, "j", "x", "Shift+ArrowDown", "Shift+ArrowDown")
    bulk = page.get_by_role("toolbar", name="With the chosen deals")
    assert "3 selected" in bulk.inner_text()
    assert_accessible(page)
    screenshot(page, "lists-chosen-light-1440")
    chosen = [int(key) for key in rows.evaluate_all("all => all.slice(0, 3).map((row) => row.dataset.row)")]
    owners = dict(Deal.objects.filter(pk__in=chosen).values_list("pk", "owner__name"))

    bulk.get_by_role("button", name="Give to").focus()
    press(page, "Enter")
    page.get_by_label("New owner").wait_for()
    page.get_by_label("New owner").focus()
    page.keyboard.type("Nora")
    press(page, "Tab", "Enter")
    page.get_by_text("deals given to somebody else").wait_for()
    assert set(Deal.objects.filter(pk__in=chosen).values_list("owner__name", flat=True)) == {"Nora Nye"}
    assert bulk.is_hidden()
    page.get_by_role("button", name="Undo").focus()
    press(page, "Enter")
    page.get_by_text("taken back for").wait_for()
    for key in chosen:  # the list has come anew, which takes the focus off its buttons
        expect(page.locator(f"#list [data-row='{key}']")).to_contain_text(owners[key].split()[0])
    assert dict(Deal.objects.filter(pk__in=chosen).values_list("pk", "owner__name")) == owners

    page.get_by_role("button", name="Columns").focus()
    press(page, "Enter")
    likely = page.get_by_role("checkbox", name="How likely")
    likely.wait_for()
    page.wait_for_load_state("networkidle")  # the menu has taken the focus, once it has come
    likely.focus()
    press(page, "Space")
    expect(likely).not_to_be_checked()
    page.get_by_role("button", name="Owner further left").focus()
    press(page, "Enter", "Enter")
    page.get_by_role("button", name="Show columns").focus()
    press(page, "Enter")
    page.wait_for_url("**cols=**")
    expect(page.get_by_role("columnheader", name="How likely")).to_have_count(0)
    heads = page.locator("#list th").all_inner_texts()
    assert heads.index("Owner") < heads.index("Closes")

    page.get_by_role("button", name="Save view").focus()
    press(page, "Enter")
    page.get_by_label("Name").wait_for()
    page.keyboard.type("Large ones")
    press(page, "Tab", "Space", "Enter")
    page.wait_for_url("**view=*")
    view = SavedView.objects.get()
    assert (view.name, view.team, view.owner) == ("Large ones", cast.north, cast.max)
    assert page.get_by_role("navigation", name="Saved views").locator("[aria-current]").inner_text() == "Large ones"

    press(page, "f")
    page.get_by_label("Amount from").wait_for()
    page.get_by_label("Amount from").fill("90000")
    press(page, "Enter")
    page.locator(".views .edited").wait_for()
    page.go_back()
    page.locator(".views .edited").wait_for(state="detached")
    press(page, "j", "Enter")
    page.locator(".has-side #side h2").first.wait_for()
    press(page, "Escape")
    page.wait_for_url("**view=*")


def test_what_is_ticked_adds_up_one_currency_and_counts_the_others(page_as, cast):
    draw_board(cast)
    page = page_as(cast.rita)
    page.goto("/pipeline/deals/")
    first, second, third = page.locator("#list [data-row]").all()[:3]
    Deal.objects.filter(pk=second.get_attribute("data-row")).update(currency="JPY")
    ours = sum(float(row.get_attribute("data-worth")) for row in (first, third))
    page.reload()
    for place in range(3):
        page.get_by_role("checkbox").nth(place + 1).check()
    said = page.get_by_role("toolbar", name="With the chosen deals").locator("[data-bulk-worth]")
    expect(said).to_have_text(f"{ours:,.0f} · 1 in another currency")


def test_a_shared_view_stands_with_the_team_and_fits_a_phone(page_as, cast):
    draw_board(cast)
    facts = {"list_code": "deals", "name": "Large ones", "query": "amount_min=60000"}
    SavedView.objects.create(owner=cast.max, team=cast.north, created_at=AT, **facts)
    page = page_as(cast.rita, width=390)
    page.goto("/pipeline/deals/")
    page.get_by_role("link", name="Large ones").click()
    page.wait_for_url("**view=*")
    page.get_by_text("Amount ≥ 60,000", exact=True).wait_for()
    assert_accessible(page)
    screenshot(page, "lists-shared-light-390")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
