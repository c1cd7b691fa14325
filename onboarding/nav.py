"""Onboarding's entry in the rail, and what the palette can do."""

from onboarding.queries.sisters import sisters_for
from onboarding.rules import can_read_plans, can_start_journeys
from salesmgmt.accounts.models import User
from salesmgmt.people.choices import Role
from salesmgmt.people.rules import holds, is_admin
from salesmgmt.web.nav import Command, NavItem, register, register_command


def takes_part(user: User) -> bool:
    """Managers and admins; sellers, who begin as new hires and become buddies; whoever else has items.

    Sellers are not asked for one by one: every page of theirs would pay a query for it.
    """
    return bool(can_start_journeys(user) or holds(user, Role.REP) or sisters_for(user).count)


register(
    NavItem("onboarding", "Onboarding", icon="onboarding", url_name="onboarding:home", order=40, visible=takes_part)
)
register_command(Command("Start a journey", "onboarding:journey_new", icon="plus", visible=can_start_journeys))
register_command(
    Command("Journeys", "onboarding:journeys", icon="onboarding", group="Go to", visible=can_start_journeys)
)
register_command(Command("Onboarding plans", "onboarding:plans", icon="doc", group="Go to", visible=can_read_plans))
register_command(Command("Draft an onboarding plan", "onboarding:plan_new", icon="plus", visible=is_admin))
register_command(
    Command("What counts as ramped", "onboarding:ramp", icon="flag", group="Go to", visible=can_read_plans)
)
