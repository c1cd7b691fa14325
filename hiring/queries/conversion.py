"""How many candidates get further than a stage (docs/algorithms/stage_conversion.md)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from hiring.choices import CandidacyState
from hiring.models import Candidacy, HiringProfile, StageVisit
from hiring.models.candidacy import StageVisitQuerySet


def first_visits(visits: StageVisitQuerySet, *, until: datetime) -> StageVisitQuerySet:
    """The first time each candidacy came into each stage, moves taken back left out."""
    counted = visits.counted().filter(entered_at__lte=until)
    earlier = StageVisit.objects.counted().filter(
        candidacy=OuterRef("candidacy"), stage=OuterRef("stage"), entered_at__lt=OuterRef("entered_at")
    )
    return counted.filter(~Exists(earlier))


def with_conversion(visits: StageVisitQuerySet, *, until: datetime) -> StageVisitQuerySet:
    """Adds `converted` (1 or 0: came into a later stage afterwards, or was hired, by then) and `entered` (1)."""
    later = StageVisit.objects.counted().filter(
        candidacy=OuterRef("candidacy"),
        entered_at__gt=OuterRef("entered_at"),
        entered_at__lte=until,
        stage__position__gt=OuterRef("stage__position"),
    )
    hired = Candidacy.objects.filter(pk=OuterRef("candidacy"), state=CandidacyState.HIRED, ended_at__lte=until)
    return visits.annotate(
        converted=Case(When(Q(Exists(later)) | Q(Exists(hired)), then=1), default=0, output_field=IntegerField()),
        entered=Value(1, output_field=IntegerField()),
    )


@dataclass(frozen=True, slots=True)
class Conversion:
    """Of `entered` candidacies, `converted` have got further so far; the rest are still there or have ended."""

    converted: int = 0
    entered: int = 0


def conversion_by_stage(
    profile: HiringProfile, candidacies: QuerySet[Candidacy], *, at: datetime
) -> Mapping[int, Conversion]:
    """By stage id, over the given candidacies of a profile; one query."""
    visits = StageVisit.objects.filter(stage__profile=profile, candidacy__in=candidacies.values("pk"))
    counted = with_conversion(first_visits(visits, until=at), until=at).order_by().values("stage_id")
    found = counted.annotate(all=Count("pk"), further=Count("pk", filter=Q(converted=1)))
    return {row["stage_id"]: Conversion(row["further"], row["all"]) for row in found}
