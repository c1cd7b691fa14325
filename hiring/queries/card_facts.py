"""What a card and a row of candidates say besides the candidacy: the next interview, missing scorecards, the tier."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from hiring.choices import InterviewState
from hiring.models import BenchEntry, Candidacy, Interview
from hiring.queries.interviews import missing_seats
from salesmgmt.common.drawn import THESE, Drawn, these
from salesmgmt.people.models.line import IsAnyOf

_NOW = datetime.max.replace(tzinfo=UTC)
"""Stands for the moment."""


@dataclass(frozen=True, slots=True)
class CardFacts:
    interview_at: datetime | None = None
    missing: int = 0
    tier: str | None = None


def card_facts(candidacies: Iterable[Candidacy], *, now: datetime) -> Mapping[int, CardFacts]:
    """By candidacy id; one query."""
    keys = [each.pk for each in candidacies]
    rows = _drawn().rows({THESE: keys, _NOW: now}) if keys else []
    return {pk: CardFacts(*facts) for pk, *facts in rows}


@cache
def _drawn() -> Drawn:
    return Drawn(_facts)


def _facts() -> QuerySet[Candidacy, Any]:
    planned = Interview.objects.filter(candidacy=OuterRef("pk"), state=InterviewState.PLANNED, scheduled_at__gt=_NOW)
    owed = missing_seats(begun_before=_NOW).filter(interview__candidacy=OuterRef("pk")).order_by()
    counted = owed.values("interview__candidacy").annotate(count=Count("pk")).values("count")
    standing = BenchEntry.objects.standing().filter(candidacy=OuterRef("pk"))
    return Candidacy.objects.filter(IsAnyOf(F("pk"), these())).values_list(
        "pk",
        Subquery(planned.order_by("scheduled_at").values("scheduled_at")[:1]),
        Coalesce(Subquery(counted, output_field=IntegerField()), 0),
        Subquery(standing.values("tier")[:1]),
    )
