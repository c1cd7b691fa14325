"""A manager sees who is late and acts on it; an admin drafts a plan, publishes it, and a journey starts on it."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from onboarding.models import Journey, JourneyItem, PlanVersion
from tests.e2e.onboarding_scene import draw_journeys, draw_plan
from tests.onboarding.rows import item_of


def test_a_manager_sees_who_is_late_and_acts(page_as, cast):
    now = timezone.now()
    scene = draw_plan(cast, at=now)
    journey = draw_journeys(cast, scene, today=cast.company.day_of(now), at=now)
    page = page_as(cast.max)
    page.goto("/onboarding/")
    table = page.get_by_role("region", name="Journeys, table")
    expect(table.get_by_role("row")).to_have_count(9)  # head, seven, total
    page.get_by_role("button", name="Filter", exact=True).click()
    menu = page.get_by_role("dialog", name="Filter journeys")
    menu.get_by_label("Role profile").select_option("Enterprise AE")
    menu.get_by_role("button", name="Show journeys").click()
    page.wait_for_url("**role_profile=*")
    expect(page.get_by_text("7 of 7 are late.")).to_be_visible()
    row = table.get_by_role("row", name="Nora Nye")
    expect(row).to_contain_text("2 of 7")

    row.get_by_role("link").click()
    side = page.get_by_role("complementary", name="Details")
    expect(side.get_by_role("heading", name="Nora Nye")).to_be_visible()
    side.get_by_role("button", name="Done: Set up the laptop").click()
    expect(side.get_by_role("button", name="Done: Set up the laptop")).to_have_attribute("aria-pressed", "true")
    expect(row).to_contain_text("3 of 7")

    side.get_by_role("button", name="Buddy and IT").click()
    naming = page.get_by_role("dialog", name="Name them")
    naming.get_by_label("Buddy").select_option("Ivan Ilic")
    naming.get_by_role("button", name="Name them").click()
    expect(side.get_by_role("region", name="Who goes along")).to_contain_text("Ivan Ilic")
    assert item_of(journey, "Lunch with the buddy").assignee == cast.ivan

    side.get_by_role("link", name="Run a discovery call on your own").click()
    side.get_by_label("Who does it").select_option("Rita Sandoval")
    side.get_by_role("button", name="Hand it on").click()
    expect(side.get_by_role("definition").filter(has_text="Rita Sandoval")).to_be_visible()

    page.goto(f"/onboarding/journeys/{journey.pk}/")
    expect(page.get_by_role("region", name="What happened")).to_contain_text("handed “Run a discovery call")
    page.get_by_role("button", name="Stop", exact=True).click()
    stopping = page.get_by_role("dialog", name="Stop the journey")
    stopping.get_by_role("button", name="Stop the journey").click()
    expect(stopping.get_by_text("“Why it stops” is missing: fill it in")).to_be_visible()
    stopping.get_by_label("Why it stops").fill("Moved to support")
    stopping.get_by_role("button", name="Stop the journey").click()
    expect(page.get_by_text("stopped the journey: Moved to support")).to_be_visible()
    expect(page.get_by_role("button", name="Done: Run a discovery call on your own")).to_have_count(0)


def add_item(page, title, day, who="New hire"):
    page.get_by_label("What is to be done").fill(title)
    page.get_by_label("Working day").fill(str(day))
    page.get_by_label("Who does it").select_option(who)
    page.get_by_role("button", name="Add the item").click()
    expect(page.locator("[data-item]", has_text=title)).to_be_visible()


def titles(page):
    return page.locator("#draft [data-item] b").all_inner_texts()


def test_a_plan_is_drafted_published_and_followed(page_as, cast):
    now = timezone.now()
    draw_plan(cast, at=now - timedelta(days=1))
    page = page_as(cast.olga)
    page.goto("/onboarding/plans/")
    page.get_by_role("link", name="Draft a plan").click()
    page.get_by_label("Name").fill("Enterprise AE, first month")
    page.get_by_label("Role profile").select_option("Enterprise AE")
    page.get_by_role("button", name="Go on to its items").click()
    for title, day, who in (
        ("Set up the laptop", 1, "New hire"),
        ("Meet the team", 1, "New hire"),
        ("Lunch", 2, "Buddy"),
        ("Order the laptop", -2, "IT"),
    ):
        add_item(page, title, day, who)
    assert titles(page) == ["Order the laptop", "Set up the laptop", "Meet the team", "Lunch"]

    up = page.get_by_role("button", name="Move Meet the team up")
    up.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#draft [data-item] b").nth(1)).to_have_text("Meet the team")
    expect(page.get_by_role("button", name="Move Meet the team up")).to_be_focused()
    with page.expect_response("**/order/"):
        page.locator("[data-item]", has_text="Set up the laptop").drag_to(
            page.locator("[data-item]", has_text="Meet the team"), target_position={"x": 20, "y": 2}
        )
    expect(page.locator("#draft [data-item] b").nth(1)).to_have_text("Set up the laptop")
    version = PlanVersion.objects.get(published_at=None)
    assert list(version.items.values_list("title", flat=True)) == titles(page)

    page.get_by_role("link", name="Change Lunch").click()
    editing = page.locator(".plan-edit")
    editing.get_by_label("Working day").fill("500")
    editing.get_by_role("button", name="Keep the change").click()
    expect(editing.get_by_text("A working day is between -30 and 260")).to_be_visible()
    editing.get_by_label("Working day").fill("3")
    editing.get_by_role("button", name="Keep the change").click()
    expect(page.get_by_role("heading", name="Day 3")).to_be_visible()

    page.get_by_role("button", name="Remove Meet the team").click()
    page.get_by_role("status").get_by_role("button", name="Undo").click()
    expect(page.locator("[data-item]", has_text="Meet the team")).to_be_visible()

    page.get_by_label("First day").fill("2027-03-01")
    expect(page.get_by_role("heading", name="For somebody who starts Mon 1 Mar 2027")).to_be_visible()
    page.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_role("button", name="Publish it").click()
    expect(page.get_by_text("journeys that start from now on take it")).to_be_visible()

    page.get_by_role("link", name="Start a journey").click()
    page.get_by_label("New hire").select_option("Nora Nye")
    page.get_by_label("First day").fill("2027-03-01")
    days = page.get_by_role("complementary", name="The days it would bring")
    expect(days).to_contain_text("Wed 3 Mar 2027")
    page.get_by_label("Buddy").select_option("Rita Sandoval")
    expect(days.get_by_role("listitem").filter(has_text="Lunch").last).to_contain_text("Rita")
    assert not Journey.objects.exists()
    page.get_by_role("button", name="Start the journey").click()
    expect(page.get_by_role("heading", name="Nora Nye")).to_be_visible()
    assert JourneyItem.objects.filter(journey__plan_version=version).count() == 4
