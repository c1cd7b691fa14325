"""How long new hires of a role profile take to each milestone, with those who still wait counted as waiting."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import OuterRef, Subquery

from onboarding.choices import JourneyState, MilestoneKind
from onboarding.models import Journey, JourneyMilestone, RampDefinition
from salesmgmt.people.models import Company, Membership
from salesmgmt.statistics.survival import Curve, survival_curve

ENOUGH = 5
"""Fewer journeys than this are not added up: a page of one's own would show the others'."""
RAMP_MILESTONE = MilestoneKind.FIRST_DEAL
"""What counts as ramped where nobody has said otherwise."""


@dataclass(frozen=True, slots=True)
class Followed:
    """One journey: how many days it was followed, and after how many each milestone was reached."""

    role_profile_id: int
    ramp_milestone: str
    days: int
    reached: Mapping[str, int]


@dataclass(frozen=True)
class RoleRamp:
    """The journeys of a role profile together."""

    followed: Sequence[Followed] = field(default_factory=tuple)

    @property
    def n(self) -> int:
        return len(self.followed)

    @property
    def is_enough(self) -> bool:
        return self.n >= ENOUGH

    @cached_property
    def ramp(self) -> Curve:
        """Days to ramped, each journey by the definition that holds for its start."""
        return self._curve((each.ramp_milestone, each) for each in self.followed)

    def milestone(self, kind: str) -> Curve:
        return self._curve((kind, each) for each in self.followed)

    def _curve(self, asked: Iterable[tuple[str, Followed]]) -> Curve:
        happened, waiting = [], []
        for kind, each in asked:
            days = each.reached.get(kind)
            (waiting if days is None else happened).append(each.days if days is None else days)
        return survival_curve(happened, waiting)


def role_ramps(role_profiles: Collection[int], *, as_of: date, company: Company) -> dict[int, RoleRamp]:
    """By role profile, from every journey that had started by `as_of`; one query, days are the company's.

    A journey is followed until `as_of`, or until it was stopped or its person left.
    """
    rows = (
        Journey.objects.filter(role_profile__in=role_profiles, start_date__lte=as_of)
        .order_by("pk")
        .values("role_profile_id", "start_date", "state", "ended_at", **_found(), ramp_milestone=defined_milestone())
    )
    found: dict[int, list[Followed]] = {pk: [] for pk in role_profiles}
    for row in rows:
        found[row["role_profile_id"]].append(_followed(row, as_of, company))
    return {pk: RoleRamp(tuple(followed)) for pk, followed in found.items()}


def defined_milestone() -> Subquery:
    """The milestone that counts as ramped for a journey, by its role profile and start; None where nothing is said."""
    definitions = RampDefinition.objects.filter(
        role_profile=OuterRef("role_profile_id"), valid__contains=OuterRef("start_date")
    )
    return Subquery(definitions.values("milestone")[:1])


def _found() -> dict[str, Subquery]:
    milestones = JourneyMilestone.objects.filter(journey=OuterRef("pk"))
    found = {kind: Subquery(milestones.filter(kind=kind).values("reached_at")[:1]) for kind in MilestoneKind.values}
    places = Membership.objects.filter(user=OuterRef("user_id")).order_by("-valid")
    return {**found, "last_place": Subquery(places.values("valid")[:1])}


def _followed(row: dict[str, Any], as_of: date, company: Company) -> Followed:
    start = row["start_date"]
    reached = {
        kind: max((company.day_of(row[kind]) - start).days, 0) for kind in MilestoneKind.values if row[kind] is not None
    }
    return Followed(
        role_profile_id=row["role_profile_id"],
        ramp_milestone=row["ramp_milestone"] or RAMP_MILESTONE,
        days=max((_last_day(row, as_of, company) - start).days, 0),
        reached=reached,
    )


def _last_day(row: dict[str, Any], as_of: date, company: Company) -> date:
    ends = [as_of]
    stopped: datetime | None = row["ended_at"] if row["state"] == JourneyState.STOPPED else None
    if stopped is not None:
        ends.append(company.day_of(stopped))
    if row["last_place"] is not None and row["last_place"].upper is not None:
        ends.append(row["last_place"].upper)
    return min(ends)
