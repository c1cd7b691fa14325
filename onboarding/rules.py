"""Who may see and do what in onboarding (the table in PRODUCT)."""

import rules

from salesmgmt.accounts.models import User
from salesmgmt.people.choices import Role
from salesmgmt.people.rules import holds, is_admin, is_manager
from salesmgmt.people.standing import standing_of


def reads_every_journey(user: User) -> bool:
    return holds(user, Role.ADMIN)


def leads_a_line(user: User) -> bool:
    """Sees the journeys of everybody below; a service user acts as the person it is."""
    return holds(user, Role.MANAGER, Role.API)


def reads_status_of_hires(user: User) -> bool:
    """Sees that the journeys of hires run and how far they are, not what is written in them."""
    return holds(user, Role.RECRUITER)


@rules.predicate
def can_start_journeys(user: User) -> bool:
    return is_admin(user) or is_manager(user) or holds(user, Role.API)


@rules.predicate
def can_read_plans(user: User) -> bool:
    return can_start_journeys(user)


@rules.predicate
def is_new_hire(user: User) -> bool:
    """NEW_HIRE is no role that is granted: it is who has an open journey."""
    return bool(standing_of(user).get("onboarding.is_new_hire"))


@rules.predicate
def can_read_journeys(user: User) -> bool:
    """Has some to see: leads a line, or is or was a new hire."""
    return can_start_journeys(user) or had_a_journey(user)


def had_a_journey(user: User) -> bool:
    """Is or was a new hire."""
    return bool(standing_of(user).get("onboarding.has_journey"))


def has_items(user: User) -> bool:
    """Does something for others' journeys."""
    return bool(standing_of(user).get("onboarding.has_items"))


rules.add_perm("onboarding.start_journeys", can_start_journeys)
rules.add_perm("onboarding.read_plans", can_read_plans)
rules.add_perm("onboarding.edit_plans", is_admin)
rules.add_perm("onboarding.follow_a_journey", is_new_hire)
