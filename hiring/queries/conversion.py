"""How many candidates get further than a stage (docs/algorithms/stage_conversion.md)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from hiring.models import Candidacy, StagePassage
from hiring.models.passage import StagePassageQuerySet


def entered_by(passages: StagePassageQuerySet, *, until: datetime) -> StagePassageQuerySet:
    """The first time each candidacy came into each stage, moves taken back left out, up to an instant."""
    return passages.filter(entered_at__lte=until)


def with_conversion(passages: StagePassageQuerySet, *, until: datetime) -> StagePassageQuerySet:
    """Adds `converted` (1 or 0: came into a later stage afterwards, or was hired, by then) and `entered` (1)."""
    return passages.annotate(
        converted=Case(When(further_at__lte=until, then=1), default=0, output_field=IntegerField()),
        entered=Value(1, output_field=IntegerField()),
    )


@dataclass(frozen=True, slots=True)
class Conversion:
    """Of `entered` candidacies, `converted` have got further so far; the rest are still there or have ended."""

    converted: int = 0
    entered: int = 0


def conversion_by_stage(
    stages: Collection[int], candidacies: QuerySet[Candidacy] | None, *, at: datetime
) -> Mapping[int, Conversion]:
    """By stage id, over the given candidacies, or over all that came into these stages; one query."""
    passages = StagePassage.objects.filter(stage__in=stages)
    if candidacies is not None:
        passages = passages.filter(candidacy__in=candidacies.values("pk"))
    counted = entered_by(passages, until=at).order_by().values("stage_id")
    # by its stage, because an index has all that this asks for
    found = counted.annotate(all=Count("stage"), further=Count("stage", filter=Q(further_at__lte=at)))
    return {row["stage_id"]: Conversion(row["further"], row["all"]) for row in found}
