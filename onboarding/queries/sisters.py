"""Which pages of onboarding there are for a person."""

from dataclasses import dataclass

from onboarding.rules import can_read_plans, part_of
from salesmgmt.accounts.models import User

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
    part = part_of(user)
    return Sisters(part.has_journey, part.has_items, manages=can_read_plans(user))
