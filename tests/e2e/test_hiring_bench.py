"""A manager's bench: somebody applies by the form, is judged ready and kept warm, and no opening exists anywhere."""

import pytest
from playwright.sync_api import Page, expect

from hiring.domain.profiles import edit
from hiring.models import BenchEntry, Candidacy, HiringProfile, Opening, Touch
from salesmgmt.console.forms import outside
from tests.cast import AT
from tests.e2e.hiring_scene import PITCH, draw_bench
from tests.hiring_rows import make_profile
from tests.onboarding.rows import make_plan
from tests.plugins.browser import assert_accessible, screenshot


def panel(page: Page):
    return page.get_by_role("complementary", name="Details")


def column(page: Page, name: str):
    return page.get_by_role("region", name=name, exact=True)


def card(page: Page, name: str):
    return page.get_by_role("article", name=name)


@pytest.fixture
def open_form(cast, monkeypatch) -> HiringProfile:
    """Enterprise AE takes applications; a test is quicker than people type."""
    monkeypatch.setattr(outside, "FEWEST_SECONDS", -1)
    profile = make_profile(cast)
    make_plan(profile.role_profile, by=cast.olga)
    facts = {"takes_applications": True, "pitch": PITCH, "bench_goal": 1}
    return edit(profile=profile, facts=facts, by=cast.olga, at=AT)


def apply_by_form(page: Page) -> None:
    page.goto("/apply/")
    page.get_by_role("link", name="Enterprise AE").click()
    expect(page.get_by_text(PITCH)).to_be_visible()
    page.get_by_label("Your name").fill("Ada Brandt")
    page.get_by_label("E-mail").fill("ada@post.example")
    page.get_by_label("What you do now").fill("Account executive at Brightwater")
    page.get_by_label("About you").fill("Eleven years of selling to plants.")
    assert_accessible(page)
    page.get_by_role("button", name="Send the application").click()
    page.get_by_role("heading", name="Thank you, we have it").wait_for()


def test_from_application_to_warm_with_no_opening_and_hired_the_day_a_seat_opens(page_as, cast, open_form):
    outside = page_as(None)
    apply_by_form(outside)
    page = page_as(cast.max)
    page.goto("/hiring/")
    expect(page.get_by_role("heading", name="Nobody on the bench for Enterprise AE")).to_be_visible()
    page.get_by_role("link", name="See its candidates").click()
    page.get_by_role("link", name="Ada Brandt").click()
    expect(panel(page).get_by_text("Eleven years of selling to plants.")).to_be_visible()
    panel(page).get_by_role("button", name="Move to Screen").click()
    page.get_by_text("Ada Brandt moved to Screen").wait_for()
    expect(column(page, "Screen").get_by_role("article", name="Ada Brandt")).to_be_visible()
    panel(page).get_by_role("button", name="Move to", exact=True).click()
    panel(page).get_by_role("dialog", name="Move to a stage").get_by_role("button", name="Ready").click()
    page.get_by_text("Ada Brandt moved to Ready").wait_for()
    put = panel(page).get_by_role("region", name="What is next")
    put.get_by_label("Tier").select_option("A")
    put.get_by_label("Consent until").fill("2999-01-01")
    put.get_by_role("button", name="Put on the bench").click()
    page.locator("#toasts").get_by_text("Ada Brandt is on the bench").wait_for()
    page.goto("/hiring/")
    expect(page.get_by_text("Every profile has as many ready people as it wants.")).to_be_visible()
    page.get_by_role("link", name="Ada Brandt").click()
    panel(page).get_by_text("Log a touch").click()
    panel(page).get_by_label("What", exact=True).select_option("COFFEE")
    panel(page).get_by_label("What was said").fill("Open from February.")
    assert_accessible(page)
    screenshot(page, "hiring-touch-light-1440")
    panel(page).get_by_role("button", name="Log it").click()
    page.get_by_text("The touch is logged").wait_for()
    row = page.get_by_role("row", name="Ada Brandt")
    expect(row).to_contain_text("coffee")
    expect(row).to_contain_text("hot")
    entry = BenchEntry.objects.get()
    assert (entry.tier, entry.owner, entry.left_at) == ("A", cast.max, None)
    assert Touch.objects.get().note == "Open from February."
    assert Candidacy.objects.get().origin == "FORM"
    assert not Opening.objects.exists()
    hire_the_day_a_seat_opens(page, cast)
    candidacy, seat = Candidacy.objects.get(), Opening.objects.get()
    assert (candidacy.state, candidacy.hired_user.email) == ("HIRED", "ada@kestrel.example")
    assert (seat.state, seat.filled_by, seat.opened_at.date()) == ("FILLED", candidacy, seat.closed_at.date())
    assert candidacy.hired_user.journeys.count() == 1


def hire_the_day_a_seat_opens(page: Page, cast) -> None:
    """The seat is opened, the bench says whom to call, and she is hired into it."""
    page.goto("/hiring/openings/new/")
    page.get_by_label("Role profile").select_option("Enterprise AE")
    page.get_by_label("Team").select_option("North")
    page.get_by_label("Why", exact=True).select_option("Growth")
    page.get_by_label("Wanted by").fill("2199-03-01")
    page.get_by_role("button", name="Draft the opening").click()
    page.get_by_role("button", name="Open it").click()
    called = page.get_by_role("region", name="Whom to call, table")
    expect(called.get_by_role("row", name="Ada Brandt")).to_contain_text("1")
    called.get_by_role("link", name="Ada Brandt").click()
    page.get_by_role("link", name="Hire").first.click()
    page.get_by_label("First day").fill("2199-03-01")
    page.get_by_label("Work e-mail").fill("ada@kestrel.example")
    page.get_by_label("Team").select_option("North")
    page.get_by_label("Manager").select_option("Max Adler")
    page.get_by_label("Opening").select_option(label=f"{Opening.objects.get()}")
    page.get_by_role("button", name="Hire Ada Brandt").click()
    page.get_by_text("Hired").first.wait_for()


def test_a_touch_is_undone_and_the_bench_beside_it_follows(page_as, cast):
    draw_bench(cast)
    page = page_as(cast.max)
    page.goto("/hiring/")
    row = page.get_by_role("row", name="Marta Keller")
    expect(row).to_contain_text("9 days late")
    page.get_by_role("link", name="Marta Keller").click()
    panel(page).get_by_role("button", name="Log it").click()
    expect(row).to_contain_text("hot")
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("The touch is taken back").wait_for()
    expect(row).to_contain_text("9 days late")
    expect(panel(page).get_by_text("A touch is 9 days late")).to_be_visible()


def test_a_refused_act_opens_again_at_its_fault(page_as, cast):
    draw_bench(cast)
    page = page_as(cast.max)
    page.goto("/hiring/")
    page.get_by_role("link", name="Ada Brandt").click()
    panel(page).get_by_role("button", name="Snooze").click()
    snooze = panel(page).get_by_role("dialog", name="Put the next touch off")
    snooze.get_by_label("Next touch on").fill("2001-01-01")
    snooze.get_by_role("button", name="Put the next touch off").click()
    expect(snooze.get_by_text("Snooze until a day after today")).to_be_visible()
    assert_accessible(page)


def test_drag_moves_a_candidate_and_undo_takes_it_back(page_as, cast):
    rows = draw_bench(cast)
    page = page_as(cast.max)
    page.goto("/hiring/board/")
    card(page, "Cal Candidate").drag_to(column(page, "Interview"))
    page.get_by_text("Cal Candidate moved to Interview").wait_for()
    expect(column(page, "Interview").get_by_role("article", name="Cal Candidate")).to_be_visible()
    assert Candidacy.objects.get(pk=rows["Cal Candidate"].pk).stage.name == "Interview"
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Cal Candidate is back in Applied").wait_for()
    expect(column(page, "Applied").get_by_role("article", name="Cal Candidate")).to_be_visible()


def test_m_moves_the_chosen_card_by_keyboard_alone(page_as, cast):
    draw_bench(cast)
    page = page_as(cast.max)
    page.goto("/hiring/board/")
    page.get_by_role("link", name="Ines Duarte").focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("link", name="Cal Candidate")).to_be_focused()
    page.keyboard.press("m")
    menu = page.get_by_role("dialog", name="Cal Candidate")
    expect(menu.get_by_role("button", name="Applied")).to_be_disabled()
    assert_accessible(page)
    page.keyboard.press("Enter")
    page.get_by_text("Cal Candidate moved to Screen").wait_for()
    expect(page.get_by_role("link", name="Cal Candidate")).to_be_focused()


def test_a_stage_is_moved_by_keyboard(page_as, cast):
    profile = make_profile(cast)
    page = page_as(cast.olga)
    page.goto(f"/hiring/profiles/{profile.pk}/")
    up = page.get_by_role("button", name="Move Role play up")
    up.focus()
    page.keyboard.press("Enter")
    page.get_by_text("Role play is stage 3 of 5").wait_for()
    expect(up).to_be_focused()
    names = [stage.name for stage in profile.stages.in_use()]
    assert names == ["Applied", "Screen", "Role play", "Interview", "Ready"]
