"""What a hire would make: the journey's plan, how many items it lays out, and which are due first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from onboarding.models import PlanItem, PlanVersion
from onboarding.queries.starting import plan_for
from onboarding.queries.working_days import BEYOND_DUE_DAYS, week_of
from salesmgmt.common.period import is_countable
from salesmgmt.people.models import Office, RoleProfile

FIRST = 6


@dataclass(frozen=True)
class Preview:
    """`version` is None where no plan is published; `first` are items with their due day, the earliest first. `missing`
    says in a sentence why a day has none."""

    version: PlanVersion | None
    count: int = 0
    first: Sequence[tuple[PlanItem, date]] = ()
    missing: str = ""


def preview_of(
    role_profile: RoleProfile, *, version: PlanVersion | None, office: Office | None, start_date: date
) -> Preview:
    """Of a journey on a plan version (None: that of the role profile) for a start on a day."""
    version = version or plan_for(role_profile)
    if version is None:
        return Preview(None)
    items = list(version.items.all())
    if not is_countable(start_date):
        return Preview(version, len(items), missing=BEYOND_DUE_DAYS)
    week = week_of(office)
    due = sorted(((item, week.due_date(start_date, item.working_day)) for item in items), key=lambda pair: pair[1])
    return Preview(version, len(items), due[:FIRST])
