"""One journey's ramp and milestones, read for its pages."""

from datetime import date
from typing import Any

from onboarding.models import Journey
from onboarding.queries.ramps import role_ramps
from onboarding.queries.standing import journey_ramp, milestones_of
from salesmgmt.people.models import Company


def with_ramp(journey: Journey, *, company: Company, today: date) -> dict[str, Any]:
    """`ramp` and `milestones` for a template, in two queries; `journey` comes with its progress."""
    reached = list(journey.milestones.all())
    role = role_ramps([journey.role_profile_id], as_of=today, company=company)[journey.role_profile_id]
    ramp = journey_ramp(journey, reached, role, company=company, today=today)
    return {"ramp": ramp, "milestones": milestones_of(ramp, reached, company=company)}
