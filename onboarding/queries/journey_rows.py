"""The rows of the list of journeys, and the sentence above it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, prefetch_related_objects

from onboarding.models import Journey, JourneyItem
from onboarding.queries.following import ramp_milestone
from onboarding.queries.progress import with_progress
from onboarding.queries.ramps import role_ramps
from onboarding.queries.standing import JourneyRamp, Milestone, journey_ramp, milestones_of
from salesmgmt.people.models import Company

SHOWN = ("user", "plan_version__plan", "role_profile", "office", "buddy", "it_person")


@dataclass(frozen=True)
class JourneyRow:
    row: Journey
    ramp: JourneyRamp
    milestones: Sequence[Milestone]


@dataclass(frozen=True)
class LateSummary:
    """How many journeys have late items, and the one that is late longest."""

    count: int
    longest: Any


def to_show(journeys: QuerySet[Journey], *, company: Company, at: datetime) -> QuerySet[Journey]:
    """With what pages say of a journey: who, which plan, how many steps are done, due by now (`items_due`) and late,
    and which milestone counts as ramped (`ramp_milestone`)."""
    shown = with_progress(journeys.select_related(*SHOWN), at=at, company=company)
    due = Count("items", filter=Q(items__due_date__lt=F("office_today")))
    return shown.annotate(items_due=due, ramp_milestone=ramp_milestone())


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
