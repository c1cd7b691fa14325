"""Pay in the browser: visible controls only, axe finds nothing, light and dark, desk and phone."""

import re
from datetime import date

import pytest

from compensation.domain.runs import start_run
from compensation.models import PlanVersion, Run
from tests.cast import AT, Cast
from tests.compensation.rows import calculated, make_won, put_on, statement_of, work
from tests.plugins.browser import assert_accessible, in_every_look, screenshot


@pytest.fixture
def busy(quarter: Cast) -> Cast:
    for name, amount in (("Carrow Freight", "28500"), ("Dovetail Health", "41000"), ("Elmira Optics", "18200.55")):
        make_won(quarter.rita, name, amount)
    return quarter


@in_every_look
def test_statement_line_opens_to_its_sentence(live_server, page_as, busy: Cast, width: int, theme: str) -> None:
    run = calculated(busy)
    page = page_as(busy.rita, width=width, theme=theme)
    page.goto(f"{live_server.url}/compensation/")
    page.get_by_role("link", name="Rita Sandoval").click()
    page.wait_for_url(re.compile(rf"/statements/{statement_of(run, busy.rita).pk}/$"))
    page.get_by_role("button", name="Explain Brightwater Utilities").first.click()
    sentence = page.locator("[data-explanation]")
    sentence.wait_for()
    assert "took you from 92.7% to 104.0% of quota" in sentence.inner_text()
    assert "?line=" in page.url
    assert_accessible(page)
    screenshot(page, f"statement-{theme}-{width}", full_page=True)
    page.get_by_role("link", name="Open the deal").click()
    page.get_by_role("heading", name="Brightwater Utilities", level=1).wait_for()
    page.go_back()
    page.get_by_role("button", name="Explain Brightwater Utilities").first.click()
    sentence.wait_for(state="detached")
    page.locator("[data-total] button").click()
    page.get_by_role("dialog").get_by_text("Pay from 1 Jan 2026 to 31 Mar 2026 comes to").wait_for()
    assert_accessible(page)


@in_every_look
def test_plan_form_works_out_its_example_as_it_is_typed(
    live_server, page_as, cast: Cast, width: int, theme: str
) -> None:
    page = page_as(cast.carla, width=width, theme=theme)
    page.goto(f"{live_server.url}/compensation/plans/new/")
    page.get_by_text("2,620.00").wait_for()
    page.get_by_label("Tier 3 rate, percent").fill("10")
    page.get_by_text("2,740.00").wait_for()
    page.get_by_label("Tier 3 rate, percent").fill("101")
    page.get_by_text("at most 100%").wait_for()
    assert page.get_by_text("9% from 100%").count() == 0
    page.get_by_label("Tier 3 rate, percent").fill("9")
    page.get_by_text("2,620.00").wait_for()
    assert page.locator("#example .callout").get_by_text("9% from 100%").is_visible()
    assert_accessible(page)
    screenshot(page, f"plan-form-{theme}-{width}", full_page=True)
    page.get_by_label("Name of the plan").fill("Enterprise AE 2026")
    page.get_by_label("First day").fill("2026-01-01")
    page.get_by_role("button", name="Save the draft").click()
    page.get_by_role("button", name="Publish").click()
    page.get_by_role("link", name="Put somebody on it").wait_for()
    assert PlanVersion.objects.get().is_published
    assert_accessible(page)
    screenshot(page, f"plan-{theme}-{width}", full_page=True)


def test_double_click_closes_a_quarter_once_and_says_so(live_server, page_as, busy: Cast) -> None:
    run = calculated(busy)
    page = page_as(busy.finn)
    page.goto(f"{live_server.url}/compensation/runs/{run.pk}/")
    sent = []
    page.on("request", lambda request: request.method == "POST" and sent.append(request.url))
    page.get_by_role("button", name="Close the quarter").evaluate(
        "it => { it.click(); setTimeout(() => it.click(), 5) }"
    )
    page.get_by_text("2026 Q1 is final. Its statements no longer change.").wait_for()
    assert len(sent) == 1
    run.refresh_from_db()
    assert run.is_final


def test_run_shows_its_progress_and_outlives_a_reload(live_server, page_as, busy: Cast, plan, holds) -> None:
    put_on(plan, busy.sam, by=busy.carla)
    page = page_as(busy.carla)
    page.goto(f"{live_server.url}/compensation/runs/new/")
    page.get_by_label("A day in the quarter").fill("2026-03-02")
    page.get_by_role("button", name="Calculate").click()
    page.get_by_text("2026 Q1 is being calculated.").wait_for()
    page.reload()
    page.get_by_text("2026 Q1 is being calculated.").wait_for()
    holds(page, "run-progress")
    work(Run.objects.get())
    page.get_by_role("button", name="Close the quarter").wait_for()
    assert page.get_by_text("Sam Okafor has no bookings quota for 2026 Q1").is_visible()
    holds(page, "run")


def test_lists_are_accessible(page_as, busy: Cast, holds) -> None:
    calculated(busy)
    work(start_run(day=date(2026, 4, 1), by=busy.carla, at=AT))
    page = page_as(busy.carla)
    for name in ("", "plans/", "assignments/", "assignments/new/", "runs/", "runs/new/"):
        holds(page, f"pay-{name.replace('/', '') or 'statements'}", f"/compensation/{name}")


@in_every_look
def test_run_that_was_never_meant_is_removed(live_server, page_as, busy: Cast, width: int, theme: str) -> None:
    run = calculated(busy)
    page = page_as(busy.carla, width=width, theme=theme)
    page.goto(f"{live_server.url}/compensation/runs/{run.pk}/")
    page.get_by_role("button", name="Remove", exact=True).click()
    dialog = page.get_by_role("dialog", name="Remove the run")
    dialog.get_by_text("2 statements with every line go with it.").wait_for()
    assert_accessible(page)
    screenshot(page, f"run-remove-{theme}-{width}", full_page=True)
    dialog.get_by_role("button", name="Remove the run").click()
    dialog.get_by_text("is missing").wait_for()  # the page stands again, with the dialog open
    dialog.get_by_label("Why it goes").fill("Another quarter was meant.")
    dialog.get_by_role("button", name="Remove the run").click()
    page.get_by_text("“Another quarter was meant.”").wait_for()
    assert_accessible(page)
    screenshot(page, f"run-removed-{theme}-{width}", full_page=True)
    page.goto(f"{live_server.url}/compensation/runs/?removed=true")
    page.get_by_role("link", name="2026 Q1").wait_for()
    assert_accessible(page)
    screenshot(page, f"runs-removed-{theme}-{width}")
