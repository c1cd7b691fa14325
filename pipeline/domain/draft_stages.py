"""The stages of a draft: what they are called, what is normal in them, and further ones."""

from datetime import datetime

from django.db import transaction

from pipeline.choices import StageKind
from pipeline.domain.drafts import require_draft
from pipeline.domain.processes import SENTENCES, StageFacts, stage_columns
from pipeline.models import ProcessVersion, Stage
from salesmgmt.accounts.models import User
from salesmgmt.common.constraints import refusing
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.log import append


@transaction.atomic
def edit_stage(*, stage: Stage, facts: StageFacts, by: User, at: datetime) -> Stage:
    """Renames a stage of a draft or changes what is normal in it; its kind stays."""
    require_draft(stage.process_version_id, by)
    stage = Stage.objects.select_for_update().get(pk=stage.pk)
    if facts.kind != stage.kind:
        raise Refused(f"{stage} stays {stage.get_kind_display().lower()}; add another stage instead.", field="kind")
    for field, value in stage_columns(facts).items():
        setattr(stage, field, value)
    with refusing(SENTENCES, field="name"):
        stage.save()
    append(kind="stage.edited", subject=stage, by=by, at=at, payload={"process_version_id": stage.process_version_id})
    return stage


@transaction.atomic
def add_stage(*, version: ProcessVersion, facts: StageFacts, after: Stage | None, by: User, at: datetime) -> Stage:
    """Inserts an open stage of a draft after another one (first when `after` is None)."""
    version = require_draft(version.pk, by)
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
