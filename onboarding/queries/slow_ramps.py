"""New hires whose ramp takes longer than half of their role's take."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from onboarding.choices import MilestoneKind
from onboarding.models import Journey
from onboarding.queries.following import followed
from onboarding.queries.ramps import RoleRamp, role_ramps
from onboarding.queries.waiting import led_by
from salesmgmt.accounts.models import User
from salesmgmt.people.alike import found_alike
from salesmgmt.people.models import Company
from salesmgmt.statistics.survival import MedianTime

SMALL_SAMPLE = 30
"""Below so many ramped new hires a median is worth little."""


@dataclass(frozen=True, slots=True)
class SlowRamp:
    """A journey without its milestone after `days`, and the median time of its role."""

    journey: Journey
    days: int
    milestone: str
    role: RoleRamp
    median: MedianTime

    @property
    def is_small(self) -> bool:
        return self.role.ramp.events < SMALL_SAMPLE


def slow_ramps(user: User, *, as_of: date, company: Company) -> Sequence[SlowRamp]:
    """Of the people below somebody, in two queries; only roles of which enough journeys are known.

    The slowest against their median come first.
    """
    waiting = _waiting(user, as_of, company.zone)
    roles = role_ramps({row.role_profile_id for row in waiting}, as_of=as_of, company=company) if waiting else {}
    found = []
    for journey in waiting:
        role = roles[journey.role_profile_id]
        median = role.ramp.median()
        if role.is_enough and median.value is not None and journey.ramp_days > median.value:
            kind = MilestoneKind(journey.ramp_milestone).label.lower()
            found.append(SlowRamp(journey, journey.ramp_days, kind, role, median))
    return sorted(found, key=lambda slow: (slow.median.value - slow.days, slow.journey.pk))


@found_alike
def _waiting(user: User, as_of: date, zone: str) -> QuerySet[Journey]:
    rows = followed(led_by(user), as_of=as_of, company=Company(zone=zone))
    return rows.filter(is_ramped=0).select_related("user", "role_profile")
