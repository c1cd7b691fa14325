"""Which pages of onboarding there are for a person."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from onboarding.models import Journey, JourneyItem
from onboarding.rules import can_read_plans
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
    """Asked once per user object (that is: once per request), by rail and page alike."""
    known: Sisters | None = getattr(user, "_onboarding_sisters", None)
    if known is None:
        others = JourneyItem.objects.filter(assignee=OuterRef("pk")).exclude(journey__user=OuterRef("pk"))
        own = Journey.objects.filter(user=OuterRef("pk"))
        row = User.objects.filter(pk=user.pk, is_active=True).values_list(Exists(own), Exists(others)).first()
        known = Sisters(*(row or (False, False)), manages=can_read_plans(user))
        user._onboarding_sisters = known  # type: ignore[attr-defined]
    return known
