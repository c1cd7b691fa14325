"""Which share of a full capacity new hires have by now: how far they are on the way that others of their role took."""

from collections.abc import Collection, Mapping
from datetime import date

from onboarding.choices import JourneyState
from onboarding.models import Journey
from onboarding.queries.following import followed
from onboarding.queries.ramps import role_ramps
from pipeline.choices import WHOLE_BP
from pipeline.queries.ramp_shares import RampShare
from salesmgmt.common.money import divide_rounded
from salesmgmt.people.models import Company

LEAST_BP = 1_000
"""Nobody who has started takes less than a tenth."""


def ramp_shares_of(people: Collection[int], day: date) -> Mapping[int, RampShare]:
    """Of those on an open journey that are not ramped yet: the days since it began, divided by the days after which
    half of their role profile is ramped. Nothing where too few journeys say how long that takes."""
    company = Company.objects.current()
    open_ones = Journey.objects.filter(user__in=people, state=JourneyState.OPEN)
    ramping = [row for row in followed(open_ones, as_of=day, company=company) if not row.is_ramped]  # type: ignore[attr-defined]
    if not ramping:
        return {}
    roles = role_ramps({row.role_profile_id for row in ramping}, as_of=day, company=company)
    found = {}
    for row in ramping:
        role = roles[row.role_profile_id]
        half = role.ramp.median().value if role.is_enough else None
        if half:
            days = (day - row.start_date).days
            share = divide_rounded(days * WHOLE_BP * half.denominator, half.numerator)
            why = f"onboarding: day {days} of {divide_rounded(half.numerator, half.denominator)} until half are ramped"
            found[row.user_id] = RampShare(min(max(share, LEAST_BP), WHOLE_BP), why)
    return found
