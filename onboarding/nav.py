"""Onboarding's entry in the rail, its pages beside each other, and what the palette can do."""

from onboarding.rules import can_read_plans, can_start_journeys, had_a_journey, has_items
from salesmgmt.accounts.models import User
from salesmgmt.people.rules import is_admin
from salesmgmt.web.nav import Command, NavItem, Page, register, register_command, register_pages


def takes_part(user: User) -> bool:
    """Managers and admins; a new hire; a buddy or IT person with items."""
    return bool(user.is_authenticated and (can_start_journeys(user) or had_a_journey(user) or has_items(user)))


register(
    NavItem("onboarding", "Onboarding", icon="onboarding", url_name="onboarding:home", order=40, visible=takes_part)
)
register_command(Command("Start a journey", "onboarding:journey_new", icon="plus", visible=can_start_journeys))
register_command(Command("Draft an onboarding plan", "onboarding:plan_new", icon="plus", visible=is_admin))
register_pages(
    "onboarding",
    Page("mine", "My journey", "onboarding:mine", icon="onboarding", visible=had_a_journey),
    Page("journeys", "Journeys", "onboarding:journeys", icon="onboarding", visible=can_start_journeys),
    Page("items", "Assigned to you", "onboarding:items", icon="check", visible=has_items),
    Page("plans", "Plans", "onboarding:plans", icon="doc", visible=can_read_plans, called="Onboarding plans"),
    Page("ramp", "Ramp", "onboarding:ramp", icon="flag", visible=can_read_plans, called="What counts as ramped"),
)
