"""The rows of the journeys' list, what narrows it, and the sentence above it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, prefetch_related_objects
from django.http import QueryDict

from onboarding.choices import JourneyState
from onboarding.models import Journey, JourneyItem
from onboarding.queries.ramps import role_ramps
from onboarding.queries.standing import JourneyRamp, Milestone, journey_ramp, milestones_of
from salesmgmt.people.models import Company

NARROWED = ("role_profile", "late")


@dataclass(frozen=True)
class JourneyFilters:
    """What the address narrows the list to; what cannot be read narrows nothing."""

    state: str = JourneyState.OPEN
    role_profile: int | None = None
    late: bool = False

    @classmethod
    def read(cls, query: QueryDict) -> "JourneyFilters":
        state, profile = query.get("state", ""), query.get("role_profile", "")
        is_number = profile.isascii() and profile.isdigit() and len(profile) < 10
        return cls(
            state=state if state in JourneyState.values else JourneyState.OPEN,
            role_profile=int(profile) if is_number else None,
            late=query.get("late") == "1",
        )

    def narrow(self, journeys: QuerySet[Journey]) -> QuerySet[Journey]:
        """`journeys` come with their progress."""
        asked: dict[str, Any] = {"state": self.state}
        if self.role_profile is not None:
            asked["role_profile"] = self.role_profile
        if self.late:
            asked["items_late__gt"] = 0
        return journeys.filter(**asked)


@dataclass(frozen=True)
class JourneyRow:
    journey: Journey
    ramp: JourneyRamp
    milestones: Sequence[Milestone]


@dataclass(frozen=True)
class LateSummary:
    """How many journeys have late items, and the one that is late longest."""

    count: int
    longest: Any


def with_longest_late(journeys: QuerySet[Journey]) -> QuerySet[Journey]:
    """Open journeys get `late_from`, the first day that an item of theirs has been due and undone since, to page by."""
    late = JourneyItem.objects.undone().filter(journey=OuterRef("pk"), due_date__lt=OuterRef("office_today"))
    return journeys.annotate(late_from=Subquery(late.order_by("due_date").values("due_date")[:1]))


def journey_rows(journeys: Sequence[Journey], *, company: Company, today: date) -> list[JourneyRow]:
    """With ramp and milestones, in two queries for all of them. `journeys` come with their progress."""
    prefetch_related_objects(journeys, "milestones")
    roles = role_ramps({journey.role_profile_id for journey in journeys}, as_of=today, company=company)
    rows = []
    for journey in journeys:
        reached = list(journey.milestones.all())
        ramp = journey_ramp(journey, reached, roles[journey.role_profile_id], company=company, today=today)
        rows.append(JourneyRow(journey, ramp, milestones_of(ramp, reached, company=company)))
    return rows


def late_summary(journeys: Sequence[Any]) -> LateSummary | None:
    """None when nobody is late. `journeys` come with their progress."""
    late = [journey for journey in journeys if journey.late_since is not None]
    return LateSummary(len(late), min(late, key=lambda journey: journey.late_since)) if late else None
