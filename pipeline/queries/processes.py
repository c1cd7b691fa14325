"""Which process, and which of its stages, deals run through now."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from pipeline.models import Deal, ExitCriterion, PlaybookStep, ProcessVersion, Stage
from pipeline.queries.health import limit_of
from pipeline.queries.stage_odds import with_odds
from salesmgmt.common.drawn import Drawn


@dataclass(frozen=True)
class Course:
    """A published version of a process with its stages in order, each with what became of its deals."""

    version: ProcessVersion
    stages: Sequence[Stage]
    is_latest: bool = True

    @property
    def open_stages(self) -> list[Stage]:
        return [stage for stage in self.stages if stage.is_open]

    def place_of(self, stage: Stage) -> int:
        """How manieth open stage it is, from 1; a closing stage stands behind all of them."""
        return next((place for place, each in enumerate(self.open_stages, 1) if each.pk == stage.pk), self.length + 1)

    @property
    def length(self) -> int:
        return len(self.open_stages)

    def of(self, deal: Deal) -> Stage:
        """The stage that a deal is in, as it is known here."""
        return next(stage for stage in self.stages if stage.pk == deal.stage_id)

    @property
    def longest(self) -> int:
        """The longest limit of its stages, in days."""
        return max((limit_of(stage).days or 0 for stage in self.open_stages), default=0)


def courses() -> list[Course]:
    """What deals run through: the latest published version of each process, the one published last first, then earlier
    versions in which deals are still open. One query where there are no earlier ones, else two."""
    stages: dict[ProcessVersion, list[Stage]] = {}
    for stage in _published().rows():
        stages.setdefault(stage.process_version, []).append(stage)
    versions = sorted(stages, key=lambda version: (version.published_at, version.pk), reverse=True)
    latest = {version.process_id: version.pk for version in sorted(versions, key=lambda version: version.number)}
    earlier = [version.pk for version in versions if version.pk != latest[version.process_id]]
    in_use = set(_in_use(earlier)) if earlier else set()
    return [
        Course(version, stages[version], is_latest)
        for is_latest in (True, False)
        for version in versions
        if (version.pk == latest[version.process_id] if is_latest else version.pk in in_use)
    ]


def _in_use(versions: Sequence[int]) -> QuerySet[ProcessVersion, int]:
    """Those in which deals are open."""
    still_open = Exists(Deal.objects.open().filter(stage__process_version=OuterRef("pk")))
    return ProcessVersion.objects.filter(still_open, pk__in=versions).values_list("pk", flat=True)


@cache
def _published() -> Drawn:
    stages = Stage.objects.filter(process_version__published_at__isnull=False).order_by("position")
    return Drawn(lambda: with_odds(stages).select_related("process_version__process"))


def courses_to_begin_in() -> list[Course]:
    """Those that a new deal may begin in: the latest version of each process."""
    return [course for course in courses() if course.is_latest]


def stage_choices(found: Sequence[Course]) -> list[Any]:
    """Their open stages to choose from, under the name of their process where there are several."""
    named = [
        (course.version.process.name, [(stage.pk, stage.name) for stage in course.open_stages]) for course in found
    ]
    return named[0][1] if len(named) == 1 else named


def stages_in_use() -> QuerySet[Stage]:
    """The stages of every process that is published, the latest version of each, in order."""
    latest = ProcessVersion.objects.filter(process=OuterRef("process"), published_at__isnull=False).order_by("-number")
    versions = ProcessVersion.objects.filter(pk=Subquery(latest.values("pk")[:1]))
    return Stage.objects.filter(process_version__in=versions).order_by("process_version", "position")


def with_rules(stages: QuerySet[Stage]) -> QuerySet[Stage]:
    """With `has_rules`: whether it has exit criteria or a playbook. Who asks by it asks no further where none has."""
    criteria, steps = (model.objects.filter(stage=OuterRef("pk")) for model in (ExitCriterion, PlaybookStep))
    return stages.annotate(has_rules=Exists(criteria) | Exists(steps))


def course_of(stage: Stage) -> Course:
    """The course that a stage belongs to, of whose version the stages were read `with_odds`."""
    version = stage.process_version
    return Course(version, list(version.stages.all()))
