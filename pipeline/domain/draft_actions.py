"""What the stages of a draft will do by themselves."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from pipeline.choices import ActionKind, ActionMoment, ActionWhom
from pipeline.domain.drafts import kept, next_position, require_draft
from pipeline.models import PlaybookStep, Stage, StageAction
from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Refused
from salesmgmt.outbox.models import WebhookEndpoint


@dataclass(frozen=True, slots=True)
class ActionFacts:
    """When and what; which of the others count follows from the kind, and `person` from `whom`."""

    moment: str
    kind: str
    step: PlaybookStep | None = None
    whom: str = ""
    person: User | None = None
    message: str = ""
    webhook: WebhookEndpoint | None = None

    def columns(self) -> dict[str, Any]:
        """Only what its kind takes, so that nothing is kept that nobody reads."""
        is_task, tells = self.kind == ActionKind.TASK, self.kind == ActionKind.NOTIFY
        sends = self.kind == ActionKind.WEBHOOK
        whom = "" if is_task or sends else self.whom
        return {
            "moment": ActionMoment(self.moment),
            "kind": ActionKind(self.kind),
            "step": self.step if is_task else None,
            "whom": whom,
            "person": self.person if whom == ActionWhom.PERSON else None,
            "message": self.message.strip() if tells else "",
            "webhook": self.webhook if sends else None,
        }


@transaction.atomic
def add_action(
    *, stage: Stage, facts: ActionFacts, by: User, at: datetime, expected_version: int | None = None
) -> StageAction:
    """One more thing that a stage of a draft will do as a deal enters or leaves it; closing stages may as well."""
    require_draft(stage.process_version_id, by, expected_version)
    _require_own_step(stage, facts)
    action = StageAction(stage=stage, position=next_position(stage.actions), **facts.columns())
    return kept(action, "action_added", by=by, at=at)


@transaction.atomic
def edit_action(
    *, action: StageAction, facts: ActionFacts, by: User, at: datetime, expected_version: int | None = None
) -> StageAction:
    """Does something else."""
    require_draft(action.stage.process_version_id, by, expected_version)
    _require_own_step(action.stage, facts)
    changed = StageAction(pk=action.pk, stage=action.stage, position=action.position, **facts.columns())
    return kept(changed, "action_edited", by=by, at=at)


def _require_own_step(stage: Stage, facts: ActionFacts) -> None:
    if facts.step is not None and facts.step.stage.process_version_id != stage.process_version_id:
        raise Refused(
            f"“{facts.step}” belongs to another process; choose a step of {stage.process_version}.", field="step"
        )
