"""The stages of a draft: what they are called, what is normal in them, their order, and further ones."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet

from pipeline.choices import StageKind
from pipeline.domain.drafts import require_draft
from pipeline.domain.processes import SENTENCES, StageFacts, facts_of, stage_columns
from pipeline.models import Deal, ProcessVersion, Stage
from salesmgmt.accounts.models import User
from salesmgmt.common.constraints import refusing
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.log import append
from salesmgmt.people.rules import require

_OUT_OF_THE_WAY = 10_000
"""No position is as high, so that moved stages meet no others on the way."""


@transaction.atomic
def edit_stage(
    *, stage: Stage, facts: StageFacts, by: User, at: datetime, expected_version: int | None = None
) -> Stage:
    """Renames a stage of a draft or changes what is normal in it; its kind stays."""
    require_draft(stage.process_version_id, by, expected_version)
    stage = Stage.objects.select_for_update().get(pk=stage.pk)
    if facts.kind != stage.kind:
        raise Refused(f"{stage} stays {stage.get_kind_display().lower()}; add another stage instead.", field="kind")
    if stage.kind != StageKind.OPEN and replace(facts_of(stage), name=facts.name) != facts:
        raise Refused(
            f"{stage} closes a deal, from which its probability and forecast follow; change its name only.",
            code="closing",
        )
    for field, value in stage_columns(facts).items():
        setattr(stage, field, value)
    with refusing(SENTENCES, field="name"):
        stage.save()
    append(kind="stage.edited", subject=stage, by=by, at=at, payload={"process_version_id": stage.process_version_id})
    return stage


@transaction.atomic
def add_stage(
    *,
    version: ProcessVersion,
    facts: StageFacts,
    after: Stage | None,
    by: User,
    at: datetime,
    expected_version: int | None = None,
) -> Stage:
    """Inserts an open stage of a draft after another one (first when `after` is None)."""
    version = require_draft(version.pk, by, expected_version)
    position = 1 if after is None else version.stages.get(pk=after.pk).position + 1
    last_open = version.stages.filter(kind=StageKind.OPEN).count()
    if facts.kind != StageKind.OPEN or position > last_open + 1:
        raise Refused("A new stage is open and stands before the closing ones; choose an open stage.", field="after")
    for later in version.stages.filter(position__gte=position).order_by("-position"):
        later.position += 1
        later.save(update_fields=["position"])
    with refusing(SENTENCES, field="name"):
        stage = Stage.objects.create(process_version=version, position=position, **stage_columns(facts))
    append(kind="stage.added", subject=stage, by=by, at=at, payload={"process_version_id": version.pk})
    return stage


@transaction.atomic
def place_stage(
    *, stage: Stage, after: Stage | None, by: User, at: datetime, expected_version: int | None = None
) -> Stage:
    """Puts an open stage of a draft behind another open one (first when `after` is None). The stages of a version are
    a row by position, so one leads to the next and none back: there is no other order to make."""
    require_draft(stage.process_version_id, by, expected_version)
    stage = _open_stage(stage, "stands last")
    if after is not None and after.pk == stage.pk:
        raise Refused(f"{stage} cannot stand behind itself; choose another stage.", code="cycle", field="after")
    others = list(_open_stages(stage.process_version_id).exclude(pk=stage.pk))
    place = 0 if after is None else 1 + next((n for n, each in enumerate(others) if each.pk == after.pk), -1)
    if after is not None and place == 0:
        raise Refused(
            f"{after} is no open stage of {stage.process_version}; choose one of those.", code="order", field="after"
        )
    others.insert(place, stage)
    _number(stage.process_version_id, others)
    stage.refresh_from_db()
    payload = {"process_version_id": stage.process_version_id, "position": stage.position}
    append(kind="stage.placed", subject=stage, by=by, at=at, payload=payload)
    return stage


@transaction.atomic
def remove_stage(*, stage: Stage, by: User, at: datetime, expected_version: int | None = None) -> None:
    """Takes an open stage out of a draft, with what it asks for and does, and the actions that open its steps."""
    require(by, "pipeline.configure", "change the stages of a process, and what they ask for and do")
    _refuse_with_deals(stage)
    version = require_draft(stage.process_version_id, by, expected_version)
    stage = _open_stage(stage, "is where deals end")
    rest = list(_open_stages(version.pk).exclude(pk=stage.pk))
    if not rest:
        raise Refused(
            f"{stage} is the only open stage of {version}, and a process has one; add another first.", code="last_stage"
        )
    append(
        kind="stage.removed",
        subject=version.process,
        by=by,
        at=at,
        payload={"process_version_id": version.pk, "stage_id": stage.pk},
    )
    stage.delete()
    _number(version.pk, rest)


def _refuse_with_deals(stage: Stage) -> None:
    """Only stages of published versions have any."""
    count = Deal.objects.filter(stage=stage).count()
    if count:
        stand = f"{count:,} deal{'s stand' if count > 1 else ' stands'}"
        raise Refused(
            f"{stand} in {stage} of {stage.process_version}, which stays as it is; draft the next version without "
            "that stage, publish it, and take the deals there.",
            code="stage_has_deals",
        )


def _open_stage(stage: Stage, why: str) -> Stage:
    stage = Stage.objects.select_for_update(of=["self"]).select_related("process_version__process").get(pk=stage.pk)
    if stage.kind != StageKind.OPEN:
        raise Refused(f"{stage} closes a deal and {why}; choose an open stage.", code="closing", field="stage")
    return stage


def _open_stages(version_id: int) -> QuerySet[Stage]:
    return Stage.objects.filter(process_version=version_id, kind=StageKind.OPEN).order_by("position")


def _number(version_id: int, opened: Sequence[Stage]) -> None:
    """The open stages from 1 in this order, and the closing ones behind them as they stood."""
    stages = Stage.objects.filter(process_version=version_id)
    closing = list(stages.exclude(kind=StageKind.OPEN).order_by("position"))
    stages.update(position=F("position") + _OUT_OF_THE_WAY)
    for position, stage in enumerate([*opened, *closing], start=1):
        stage.position = position
    Stage.objects.bulk_update([*opened, *closing], ["position"])
