"""Which pages of onboarding there are for a person."""

from dataclasses import dataclass

from onboarding.rules import can_read_plans
from salesmgmt.accounts.models import User
from salesmgmt.people.standing import standing_of

OF_MANAGERS = 3  # journeys, plans, ramp


@dataclass(frozen=True)
class Sisters:
    """Whether a person has a journey of their own, and items of others' journeys in their hands."""

    has_journey: bool
    has_items: bool
    manages: bool

    @property
    def count(self) -> int:
        return self.has_journey + self.has_items + (OF_MANAGERS if self.manages else 0)


def sisters_for(user: User) -> Sisters:
    standing = standing_of(user)
    return Sisters(
        has_journey=standing.get("onboarding.has_journey", False),
        has_items=standing.get("onboarding.has_items", False),
        manages=can_read_plans(user),
    )
