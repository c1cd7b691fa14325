"""What a card and a row of candidates say besides the candidacy: the next interview, missing scorecards, the tier."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from hiring.choices import InterviewState
from hiring.models import BenchEntry, Candidacy, Interview
from hiring.queries.interviews import missing_seats


@dataclass(frozen=True, slots=True)
class CardFacts:
    interview_at: datetime | None = None
    missing: int = 0
    tier: str | None = None


def card_facts(candidacies: Iterable[Candidacy], *, now: datetime) -> Mapping[int, CardFacts]:
    """By candidacy id; one query."""
    planned = Interview.objects.filter(candidacy=OuterRef("pk"), state=InterviewState.PLANNED, scheduled_at__gt=now)
    owed = missing_seats(begun_before=now).filter(interview__candidacy=OuterRef("pk")).order_by()
    counted = owed.values("interview__candidacy").annotate(count=Count("pk")).values("count")
    standing = BenchEntry.objects.standing().filter(candidacy=OuterRef("pk"))
    rows = Candidacy.objects.filter(pk__in=[each.pk for each in candidacies]).values_list(
        "pk",
        Subquery(planned.order_by("scheduled_at").values("scheduled_at")[:1]),
        Coalesce(Subquery(counted, output_field=IntegerField()), 0),
        Subquery(standing.values("tier")[:1]),
    )
    return {pk: CardFacts(*facts) for pk, *facts in rows}
