"""What a start would bring: the days of the plan for that person, before anything is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from onboarding.models import PlanVersion
from onboarding.queries.by_day import DueDay, days_of_plan
from onboarding.queries.starting import assignees, place_on, plan_for
from onboarding.queries.working_days import BEYOND_DUE_DAYS, week_of
from salesmgmt.accounts.models import User
from salesmgmt.common.period import is_countable
from salesmgmt.people.models import Office


class Asked(Protocol):
    """A form, valid or not: `cleaned_data` has what could be read."""

    cleaned_data: dict[str, Any]

    def full_clean(self) -> None: ...


@dataclass(frozen=True)
class Trial:
    """Days with their items; `missing` says in a sentence what is needed before there are any."""

    missing: str = ""
    version: PlanVersion | None = None
    office: Office | None = None
    days: Sequence[DueDay] = ()
    hands: Mapping[str, User | None] | None = None
    start_date: date | None = None


def trial_of(form: Asked) -> Trial:
    form.full_clean()
    said = form.cleaned_data
    user, start = said.get("user"), said.get("start_date")
    if user is None or start is None:
        return Trial("Choose a person and their first day: then the days of their plan stand here.")
    if not is_countable(start):
        return Trial(BEYOND_DUE_DAYS)
    place = place_on(user, start)
    if place is None:
        return Trial(f"{user} has no place in the company on {start:%-d %B %Y}; choose another first day.")
    profile = said.get("role_profile") or place.role_profile
    version = said.get("plan_version") or (plan_for(profile) if profile else None)
    if version is None:
        return Trial(f"No plan fits {user} yet: choose a role profile or a plan.")
    office = said.get("office") or place.office
    named = {"buddy": said.get("buddy"), "it_person": said.get("it_person")}
    return Trial(
        version=version,
        office=office,
        days=days_of_plan(version.items.all(), start=start, week=week_of(office)),
        hands=assignees(user=user, manager=place.manager, **named),
        start_date=start,
    )
