"""How long new hires of a role profile take to each milestone, with those who still wait counted as waiting."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Value
from django.db.models.functions import JSONObject

from onboarding.models import Journey, JourneyMilestone
from onboarding.queries.following import followed
from onboarding.queries.progress import DayIn
from salesmgmt.common.drawn import THESE, Drawn, these
from salesmgmt.people.alike import SOME_DAY
from salesmgmt.people.models import Company
from salesmgmt.people.models.line import IsAnyOf
from salesmgmt.statistics.survival import Curve, survival_curve

ENOUGH = 5
"""Fewer journeys than this are not added up: a page of one's own would show the others'."""


@dataclass(frozen=True, slots=True)
class Followed:
    """One journey: how many days it was followed, and after how many each milestone was reached."""

    ramp_milestone: str
    days: int
    reached: Mapping[str, int]


@dataclass(frozen=True)
class RoleRamp:
    """The journeys of a role profile together."""

    journeys: Sequence[Followed] = field(default_factory=tuple)

    @property
    def n(self) -> int:
        return len(self.journeys)

    @property
    def is_enough(self) -> bool:
        return self.n >= ENOUGH

    @cached_property
    def ramp(self) -> Curve:
        """Days to ramped, each journey by the definition that holds for its start."""
        return _curve((each.ramp_milestone, each) for each in self.journeys)

    def milestone(self, kind: str) -> Curve:
        return _curve((kind, each) for each in self.journeys)


def role_ramps(role_profiles: Collection[int], *, as_of: date, company: Company) -> dict[int, RoleRamp]:
    """By role profile, from every journey that had started by `as_of` (see `followed`); one query."""
    found: dict[int, list[Followed]] = {pk: [] for pk in role_profiles}
    rows = _started(company.zone).rows({THESE: list(found), SOME_DAY: as_of}) if found else []
    for role_profile, start, until, milestone, passed in rows:
        reached = {each["kind"]: date.fromisoformat(each["day"]) for each in passed}
        found[role_profile].append(
            Followed(
                ramp_milestone=milestone,
                days=(until - start).days,
                reached={kind: (day - start).days for kind, day in reached.items() if day <= until},
            )
        )
    return {pk: RoleRamp(tuple(journeys)) for pk, journeys in found.items()}


@cache
def _started(zone: str) -> Drawn:
    company = Company(zone=zone)
    these_roles = Journey.objects.filter(IsAnyOf(F("role_profile_id"), these()))
    rows = followed(these_roles, as_of=SOME_DAY, company=company).annotate(passed=_milestones(company)).order_by("pk")
    named = ("role_profile_id", "start_date", "followed_until", "ramp_milestone", "passed")
    return Drawn(lambda: rows.values_list(*named))


def _milestones(company: Company) -> ArraySubquery:
    """The milestones of a journey with the company's day on which each was reached, as JSON: one subquery for all
    kinds. Which of them were reached while it was followed is for the reader to say."""
    reached = JourneyMilestone.objects.filter(journey=OuterRef("pk"))
    return ArraySubquery(reached.values(json=JSONObject(kind="kind", day=DayIn(Value(company.zone), "reached_at"))))


def _curve(asked: Iterable[tuple[str, Followed]]) -> Curve:
    happened, waiting = [], []
    for kind, each in asked:
        days = each.reached.get(kind)
        if days is None:
            waiting.append(each.days)
        else:
            happened.append(days)
    return survival_curve(happened, waiting)
