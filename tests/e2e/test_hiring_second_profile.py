"""A second kind of job, made by pages alone: what counts, its stages and their kit, its public form; then it is used.

Nothing here calls the domain but for the company and its first role profile: what a page cannot do fails the test.
"""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from playwright.sync_api import Page, expect

from hiring.models import Candidacy, HiringProfile, KitPart, Scorecard, TouchCadence
from salesmgmt.console.forms import outside
from tests.hiring_rows import make_profile
from tests.plugins.browser import assert_accessible, screenshot

PITCH = "You explain what the machine does to those who will run it."
WEIGHTS = (("Product depth", "product-depth", 70), ("Presence", "presence", 30))
QUESTION = "Explain our pump to somebody who never saw one."
GOOD = "Asks what they know first."


def test_a_second_role_profile_made_by_pages_is_used(page_as, cast, monkeypatch):
    monkeypatch.setattr(outside, "FEWEST_SECONDS", -1)  # a program fills it in, and is not to be taken for one
    make_profile(cast)
    admin = page_as(cast.olga)
    describe_the_job(admin)
    hire_for_it(admin)
    write_the_kit(admin)
    publish(admin)
    profile = HiringProfile.objects.get(role_profile__code="sales-engineer")
    assert [(stage.name, stage.normal_days) for stage in profile.stages.in_use()] == [
        ("Applied", 3),
        ("Screen", 7),
        ("Demo", 8),
        ("Ready", None),
    ]
    assert TouchCadence.objects.get(tier="A").days == 10
    apply(page_as(None, width=390))
    run_through_the_stages(page_as(cast.max), cast)
    score_with_the_kit(page_as(cast.ivan))
    judge(page_as(cast.rosa))
    candidacy = Candidacy.objects.get()
    assert (candidacy.profile, candidacy.stage.name, candidacy.origin) == (profile, "Ready", "FORM")
    card = Scorecard.objects.get()
    said = [(rating.competency.name, rating.value) for rating in card.ratings.all()]
    assert (card.author, card.interview.stage.name, said) == (cast.ivan, "Demo", [("Product depth", 5)])
    entry = candidacy.bench_entries.get()
    assert (entry.next_touch_date - cast.company.day_of(entry.put_at)).days == 10


def describe_the_job(page: Page) -> None:
    """Competencies, the role profile, and what each competency weighs in it."""
    page.goto("/settings/profiles/")
    for name, code, _ in WEIGHTS:
        page.get_by_role("link", name="New competency").click()
        page.get_by_label("Name").fill(name)
        page.get_by_label("Code").fill(code)
        page.get_by_role("button", name="Create competency").click()
        page.get_by_role("region", name="Competencies, table").get_by_role("link", name=name).wait_for()
    page.get_by_role("link", name="New role profile").click()
    page.get_by_label("Name").fill("Sales engineer")
    page.get_by_label("Code").fill("sales-engineer")
    page.get_by_role("button", name="Create role profile").click()
    page.get_by_role("link", name="Sales engineer").click()
    for name, _, weight in WEIGHTS:
        page.get_by_role("combobox", name="Competency").select_option(name)
        page.get_by_role("spinbutton", name="Weight").fill(str(weight))
        page.get_by_role("button", name="Set weight").click()
        row = page.get_by_role("region", name="Weights, table").get_by_role("row", name=name)
        expect(row).to_contain_text(str(weight))


def hire_for_it(page: Page) -> None:
    """The cadence, and the standard stages made those of this job: one in, two out, and how long is normal."""
    page.goto("/hiring/profiles/")
    page.get_by_label("Tier A: every").fill("10")
    page.get_by_role("button", name="Save the cadence of tier A").click()
    page.get_by_text("Tier A is due every 10 days").wait_for()
    page.get_by_role("combobox", name="Role profile").select_option("Sales engineer")
    page.get_by_role("button", name="Hire for this role profile").click()
    counts = page.get_by_role("region", name="What counts")
    expect(counts.get_by_role("listitem")).to_have_text(
        [re.compile(f"{name}\\s+weight {weight}") for name, _, weight in WEIGHTS]
    )
    page.get_by_role("link", name="Add stage").click()
    page.get_by_label("Name").fill("Demo")
    page.get_by_role("combobox", name="After").select_option("Screen")
    page.get_by_label("Normal days").fill("8")
    page.get_by_role("button", name="Add the stage").click()
    for name in ("Interview", "Role play"):
        page.get_by_role("button", name=f"Retire {name}").click()
        page.get_by_text(f"{name} is no longer in use").wait_for()
    page.get_by_role("link", name="Applied", exact=True).click()
    page.get_by_label("Normal days").fill("3")
    page.get_by_role("button", name="Save the stage").click()
    page.get_by_text("The stage is saved").wait_for()
    assert_accessible(page)
    screenshot(page, "hiring-profile-made-light-1440", full_page=True)


def write_the_kit(page: Page) -> None:
    page.get_by_role("link", name="Kit of Demo").click()
    part = page.get_by_role("region", name="Product depth")
    part.get_by_text("Write what to ask").click()
    part.get_by_label("Minutes").fill("25")
    part.get_by_label("What to ask").fill(QUESTION)
    part.get_by_label("What good looks like").fill(GOOD)
    part.get_by_role("button", name="Save what is asked about Product depth").click()
    expect(page.get_by_text("25 minutes of questions.")).to_be_visible()
    assert KitPart.objects.get().questions == QUESTION


def publish(page: Page) -> None:
    """The form opens, and Max hires for it."""
    page.get_by_role("link", name="Sales engineer").click()
    page.get_by_role("checkbox", name="Max Adler").check()
    page.get_by_role("button", name="Save who hires").click()
    page.get_by_text("Who hires for Sales engineer is saved").wait_for()
    page.get_by_label("Ready people wanted on the bench").fill("2")
    page.get_by_label("The application form is open to everybody").check()
    page.get_by_label("What applicants read first").fill(PITCH)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("form open")).to_be_visible()


def apply(page: Page) -> None:
    page.goto("/apply/")
    page.get_by_role("link", name="Sales engineer").click()
    expect(page.get_by_text(PITCH)).to_be_visible()
    page.get_by_label("Your name").fill("Ada Brandt")
    page.get_by_label("E-mail").fill("ada@post.example")
    page.get_by_role("button", name="Send the application").click()
    page.get_by_role("heading", name="Thank you, we have it").wait_for()


def run_through_the_stages(page: Page, cast) -> None:
    """Into Screen and Demo; the demo took place an hour ago."""
    page.goto("/hiring/candidates/")
    page.get_by_role("link", name="Ada Brandt").click()
    page.get_by_role("button", name="Move to Screen").click()
    page.get_by_text("Ada Brandt moved to Screen").wait_for()
    page.get_by_role("button", name="Move to", exact=True).click()
    stages = page.get_by_role("dialog", name="Move to a stage")
    expect(stages.get_by_role("button")).to_have_text(
        [re.compile(name) for name in ("Applied", "Screen", "Demo", "Ready")]
    )
    stages.get_by_role("button", name="Demo").click()
    page.get_by_text("Ada Brandt moved to Demo").wait_for()
    page.get_by_role("link", name="Plan an interview").click()
    expect(page.get_by_role("combobox", name="Stage").locator("option:checked")).to_have_text("Demo")
    when = timezone.localtime(timezone.now() - timedelta(hours=1), ZoneInfo(cast.company.zone))
    page.get_by_label("When").fill(f"{when:%Y-%m-%dT%H:%M}")
    page.get_by_role("checkbox", name="Ivan Ilic").check()
    page.get_by_role("button", name="Plan the interview").click()
    page.get_by_text("The interview is planned").wait_for()


def score_with_the_kit(page: Page) -> None:
    page.goto("/hiring/interviews/")
    page.get_by_role("link", name="Ada Brandt", exact=True).click()
    page.get_by_role("link", name="Write your scorecard").click()
    depth = page.get_by_role("group", name="Product depth")
    expect(depth).to_contain_text("25 min, weight 70")
    expect(page.get_by_role("group", name="Presence")).to_contain_text("weight 30")
    depth.get_by_text("What to ask, and what good looks like").click()
    expect(depth.get_by_text(QUESTION)).to_be_visible()
    expect(depth.get_by_text(GOOD)).to_be_visible()
    depth.locator(".opt", has_text="5").click()
    depth.get_by_label("What you saw or heard").fill("Began with a question.")
    page.get_by_role("group", name="Would you hire them?").get_by_text("Yes", exact=True).click()
    page.get_by_role("button", name="Submit the scorecard").click()
    page.get_by_text("Your scorecard is in and stays as it is").wait_for()


def judge(page: Page) -> None:
    """A recruiter, who rated nobody, reads what all said; then she is ready, and kept warm by the new cadence."""
    page.goto("/hiring/candidates/")
    page.get_by_role("link", name="Ada Brandt").click()
    expect(page.get_by_text("Began with a question.")).to_be_visible()
    page.get_by_role("button", name="Move to Ready").click()
    page.get_by_text("Ada Brandt moved to Ready").wait_for()
    put = page.get_by_role("region", name="What is next")
    put.get_by_label("Tier").select_option("A")
    put.get_by_role("button", name="Put on the bench").click()
    page.locator("#toasts").get_by_text("Ada Brandt is on the bench").wait_for()
