"""Every page of onboarding, seen by axe in light and dark at two widths, and kept as a picture."""

import pytest
from django.utils import timezone

from tests.e2e.onboarding_scene import draw_draft, draw_journeys, draw_plan
from tests.onboarding.rows import item_of
from tests.plugins.browser import assert_accessible, screenshot


def test_pages_are_accessible_and_fit(page_as, cast, holds):
    now = timezone.now()
    scene = draw_plan(cast, at=now)
    journey = draw_journeys(cast, scene, today=cast.company.day_of(now), at=now)
    draft = draw_draft(cast, scene, at=now)
    laptop = item_of(journey, "Set up the laptop")
    nora = page_as(cast.nora)
    holds(nora, "onboarding-mine", "/onboarding/")
    holds(nora, "onboarding-item", f"/onboarding/items/{laptop.pk}/")
    holds(page_as(cast.rita), "onboarding-assigned", "/onboarding/items/")
    manager = page_as(cast.max)
    for name, address in {
        "journeys": "/onboarding/journeys/",
        "journey": f"/onboarding/journeys/{journey.pk}/",
        "new-journey": f"/onboarding/journeys/new/?user={cast.rita.pk}",
        "plan": f"/onboarding/plans/versions/{scene.plan.pk}/",
    }.items():
        holds(manager, f"onboarding-{name}", address)
    admin = page_as(cast.olga)
    for name, address in {
        "plans": "/onboarding/plans/",
        "draft": f"/onboarding/plans/versions/{draft.pk}/",
        "new-plan": "/onboarding/plans/new/",
        "ramp": "/onboarding/ramp/",
    }.items():
        holds(admin, f"onboarding-{name}", address)


def test_empty_states_teach(page_as, cast, holds):
    admin = page_as(cast.olga)
    for name, address, says in (
        ("no-journeys", "/onboarding/journeys/", "Nobody is on a journey"),
        ("no-plans", "/onboarding/plans/", "No plans yet"),
        ("no-items", "/onboarding/items/", "Nothing is assigned to you"),
        ("no-journey", "/onboarding/mine/", "You are on no journey"),
    ):
        holds(admin, f"onboarding-{name}", address)
        assert admin.get_by_role("heading", name=says).is_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_panels_and_menus_are_accessible(page_as, cast, theme):
    now = timezone.now()
    scene = draw_plan(cast, at=now)
    draw_journeys(cast, scene, today=cast.company.day_of(now), at=now)
    page = page_as(cast.max, theme=theme)
    page.goto("/onboarding/journeys/")
    page.get_by_role("link", name="Nora Nye").click()
    side = page.get_by_role("complementary", name="Details")
    side.get_by_role("heading", name="Nora Nye").wait_for()
    assert_accessible(page)
    screenshot(page, f"onboarding-panel-{theme}-1440")
    side.get_by_role("button", name="Move the start").click()
    page.get_by_role("dialog", name="Move the first day").wait_for()
    assert_accessible(page)
