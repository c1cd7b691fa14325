"""Sets up how this company sells, and what it sells."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from pipeline.choices import ForecastCategory, StageKind
from pipeline.domain.standard_qualification import add_standard_items
from pipeline.domain.standard_reasons import add_missing_reasons
from pipeline.models import Process, ProcessVersion, Stage
from salesmgmt.accounts.models import User
from salesmgmt.common.constraints import refusing
from salesmgmt.common.problems import Refused
from salesmgmt.common.versions import expect_version
from salesmgmt.events.domain.log import append
from salesmgmt.people.rules import require


@dataclass(frozen=True, slots=True)
class StageFacts:
    name: str
    kind: str = StageKind.OPEN
    default_probability: Decimal = Decimal(0)
    forecast_category: str = ForecastCategory.PIPELINE
    normal_days: int | None = None


CLOSING = (
    StageFacts("Won", StageKind.WON, Decimal(1), ForecastCategory.CLOSED),
    StageFacts("Lost", StageKind.LOST, Decimal(0), ForecastCategory.OMITTED),
)
"""What ends a process of which only the open stages were said."""

SENTENCES = {
    "pipeline_process_name_key": "There is already a process of this name; choose another name.",
    "a_stage_name_is_taken_once": "Two stages have the same name; rename one of them.",
    "a_stage_probability_is_between_0_and_1": "A probability is between 0 and 100%; correct it.",
    "a_process_version_ends_in_one_won_and_one_lost_stage": "A process has one won and one lost stage; remove one.",
}


@transaction.atomic
def publish_process(*, name: str, stages: Sequence[StageFacts], by: User | None, at: datetime) -> ProcessVersion:
    """Creates a process with its first version: open stages in order, then one won and one lost stage.

    The first one brings the standard reasons to win and to lose by along.
    """
    _require_admin(by)
    return _publish(_drafted(name, stages), by=by, at=at)


@transaction.atomic
def draft_process(*, name: str, stages: Sequence[StageFacts], by: User | None, at: datetime) -> ProcessVersion:
    """Creates a process whose first version is a draft: no deal runs through it before it is published."""
    _require_admin(by)
    version = _drafted(name, stages)
    append(kind="process.drafted", subject=version.process, by=by, at=at, payload={"version": 1})
    return version


def _drafted(name: str, stages: Sequence[StageFacts]) -> ProcessVersion:
    kinds = [stage.kind for stage in stages]
    if kinds.count(StageKind.WON) != 1 or kinds.count(StageKind.LOST) != 1 or StageKind.OPEN not in kinds:
        raise Refused("A process needs an open stage, one won and one lost stage; add what is missing.", field="stages")
    with refusing(SENTENCES, field="stages"):
        process = Process.objects.create(name=name.strip())
        version = ProcessVersion.objects.create(process=process, number=1)
        Stage.objects.bulk_create(
            Stage(process_version=version, position=position, **stage_columns(stage))
            for position, stage in enumerate(stages, start=1)
        )
    add_standard_items(version)
    return version


@transaction.atomic
def publish_version(
    *, version: ProcessVersion, by: User | None, at: datetime, expected_version: int | None = None
) -> ProcessVersion:
    """From now on new deals run through this version; its criteria and its playbook stay as they are. Deals in an
    earlier version go on in theirs."""
    _require_admin(by)
    version = ProcessVersion.objects.select_for_update(of=["self"]).select_related("process").get(pk=version.pk)
    if version.published_at is not None:
        raise Refused(f"{version} is published already; make a new draft to change it.", code="published")
    expect_version(version, expected_version)
    return _publish(version, by=by, at=at)


def _publish(version: ProcessVersion, *, by: User | None, at: datetime) -> ProcessVersion:
    version.published_at = at
    version.save(update_fields=["published_at"])
    add_missing_reasons(by=by, at=at)
    payload = {"version": version.number, "stages": version.stages.count()}
    append(kind="process.published", subject=version.process, by=by, at=at, payload=payload)
    return version


def _require_admin(by: User | None) -> None:
    """Imports and the sample company set up processes in nobody's name."""
    if by is not None:
        require(by, "pipeline.configure", "set up processes")


def facts_of(stage: Stage) -> StageFacts:
    """What is said of a stage now, to say some of it anew."""
    return StageFacts(**{each.name: getattr(stage, each.name) for each in fields(StageFacts)})


def stage_columns(facts: StageFacts) -> dict[str, object]:
    """The facts as columns of Stage."""
    return {
        "name": facts.name.strip(),
        "kind": facts.kind,
        "default_probability": facts.default_probability,
        "forecast_category": facts.forecast_category,
        "normal_days": facts.normal_days,
    }
