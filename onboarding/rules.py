"""Who may see and do what in onboarding (the table in PRODUCT)."""

from typing import NamedTuple

import rules
from django.db.models import Exists

from salesmgmt.accounts.models import User
from salesmgmt.people.choices import Role
from salesmgmt.people.rules import holds, is_admin, is_manager


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


class Part(NamedTuple):
    """What onboarding has for a person who leads nobody: a journey of their own, an open one, items of others'."""

    has_journey: bool = False
    is_on_journey: bool = False
    has_items: bool = False


def part_of(user: User) -> Part:
    """Asked once per user object (that is: once per request), by rail, figures and pages alike."""
    if not user.is_authenticated or not user.is_active:
        return Part()
    known: Part | None = getattr(user, "_part_in_onboarding", None)
    if known is None:
        asked = (user.journeys.all(), user.journeys.open(), user.journey_items.exclude(journey__user=user))
        known = Part(*User.objects.filter(pk=user.pk).values_list(*map(Exists, asked)).get())
        user._part_in_onboarding = known  # type: ignore[attr-defined]
    return known


@rules.predicate
def is_new_hire(user: User) -> bool:
    """NEW_HIRE is no role that is granted: it is who has an open journey."""
    return part_of(user).is_on_journey


@rules.predicate
def can_read_journeys(user: User) -> bool:
    """Has some to see: leads a line, or is or was a new hire."""
    return can_start_journeys(user) or part_of(user).has_journey


rules.add_perm("onboarding.start_journeys", can_start_journeys)
rules.add_perm("onboarding.read_plans", can_read_plans)
rules.add_perm("onboarding.edit_plans", is_admin)
rules.add_perm("onboarding.follow_a_journey", is_new_hire)
