"""The next version of a process while it is a draft: its stages, their exit criteria and their playbook."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Max, Model

from pipeline.choices import CriterionKind, StageKind
from pipeline.models import ExitCriterion, PlaybookStep, Process, ProcessVersion, QualificationItem, Stage, StageAction
from pipeline.models.criterion import PROVES
from pipeline.models.qualification import BEST
from salesmgmt.accounts.models import User
from salesmgmt.common.constraints import refusing
from salesmgmt.common.problems import Refused
from salesmgmt.common.versions import expect_version
from salesmgmt.events.domain.log import append
from salesmgmt.people.rules import require

Row = TypeVar("Row", bound=Model)
Rule = TypeVar("Rule", ExitCriterion, PlaybookStep, StageAction)
Placed = TypeVar("Placed", ExitCriterion, PlaybookStep)
_NOUNS = {ExitCriterion: "criterion", PlaybookStep: "step", StageAction: "action"}
_SENTENCES = {
    "an_exit_criterion_says_what_it_asks_for": "This kind of criterion asks for something; choose what.",
    "no_item_is_asked_for_above_the_best_score": f"An item is scored 0 to {BEST}; ask for {BEST} or less.",
    "a_criterion_asks_for_an_item_of_its_version": "That item is one of another version; choose one of this draft's.",
    "a_playbook_step_has_a_title": "A step says what to do; write it.",
    "a_stage_action_says_what_it_does": "Something is missing; say which step, whom, or what they are told.",
    "a_stage_action_names_the_one_person": "Say which person it is about.",
}


@dataclass(frozen=True, slots=True)
class CriterionFacts:
    """What a criterion asks for; which of these count follows from its kind."""

    kind: str
    name: str = ""
    field: str = ""
    activity_kind: str = ""
    count: int = 1
    since_entry: bool = False
    role: str = ""
    item: QualificationItem | None = None
    score: int | None = None

    def columns(self) -> dict[str, Any]:
        """Only what its kind takes, so that nothing is kept that nobody reads."""
        taken = PROVES[CriterionKind(self.kind)]
        return {"kind": self.kind, "name": self.name.strip(), **{name: getattr(self, name) for name in taken}}


@dataclass(frozen=True, slots=True)
class StepFacts:
    """What to do, why, with what, how one knows that it is done, and by which day in the stage."""

    title: str
    why: str = ""
    material: str = ""
    check_text: str = ""
    due_days: int = 3
    helps: str = ""

    def columns(self) -> dict[str, Any]:
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}


@transaction.atomic
def draft_version(*, process: Process, by: User, at: datetime) -> ProcessVersion:
    """Copies the latest version of a process, with all that its stages ask for and do, into a draft to change; there
    is one at a time."""
    require(by, "pipeline.configure", "set up processes")
    process = Process.objects.select_for_update().get(pk=process.pk)
    latest = process.versions.order_by("-number").first()
    if latest is None or latest.published_at is None:
        raise Refused(f"{process} has a draft already; change or publish that one.", code="draft_exists")
    draft = ProcessVersion.objects.create(process=process, number=latest.number + 1)
    items = list(latest.items.all())
    made = QualificationItem.objects.bulk_create(_unsaved(each, process_version=draft) for each in items)
    _copy_stages(latest, draft, dict(zip((each.pk for each in items), made, strict=True)))
    append(kind="process.drafted", subject=process, by=by, at=at, payload={"version": draft.number})
    return draft


def _copy_stages(latest: ProcessVersion, draft: ProcessVersion, items: Mapping[int, QualificationItem]) -> None:
    """With what they ask for (of the copies of items), what is to be done in them, and what they do by themselves with
    the copies of that."""
    stages = list(latest.stages.prefetch_related("criteria", "steps", "actions"))
    copies, steps = {}, {}
    for stage in stages:
        criteria, theirs = list(stage.criteria.all()), list(stage.steps.all())
        copies[stage.pk] = _copy(stage, process_version=draft)
        ExitCriterion.objects.bulk_create(
            _unsaved(each, stage=copies[stage.pk], item=items.get(each.item_id or 0)) for each in criteria
        )
        made = PlaybookStep.objects.bulk_create(_unsaved(each, stage=copies[stage.pk]) for each in theirs)
        steps |= dict(zip((each.pk for each in theirs), made, strict=True))
    StageAction.objects.bulk_create(
        _unsaved(action, stage=copies[stage.pk], step=steps.get(action.step_id))
        for stage in stages
        for action in stage.actions.all()
    )


@transaction.atomic
def discard_draft(*, version: ProcessVersion, by: User, at: datetime, expected_version: int | None = None) -> None:
    """Throws a draft away, and with it a process that was never published."""
    require(by, "pipeline.configure", "set up processes")
    version = _draft(version.pk, expected_version)
    process, number = version.process, version.number
    version.stages.all().delete()
    version.delete()
    append(kind="process.draft_discarded", subject=process, by=by, at=at, payload={"version": number})
    if not process.versions.exists():
        process.delete()


@transaction.atomic
def add_criterion(
    *, stage: Stage, facts: CriterionFacts, by: User, at: datetime, expected_version: int | None = None
) -> ExitCriterion:
    """One more thing that has to be true before a deal leaves an open stage of a draft."""
    require_draft_stage(stage, by, expected_version)
    _require_reachable(stage, facts)
    criterion = ExitCriterion(stage=stage, position=next_position(stage.criteria), **facts.columns())
    return kept(criterion, "criterion_added", by=by, at=at)


@transaction.atomic
def edit_criterion(
    *, criterion: ExitCriterion, facts: CriterionFacts, by: User, at: datetime, expected_version: int | None = None
) -> ExitCriterion:
    """Asks for something else."""
    require_draft_stage(criterion.stage, by, expected_version)
    _require_reachable(criterion.stage, facts)
    changed = ExitCriterion(pk=criterion.pk, stage=criterion.stage, position=criterion.position, **facts.columns())
    return kept(changed, "criterion_edited", by=by, at=at)


def _require_reachable(stage: Stage, facts: CriterionFacts) -> None:
    """All items of the version together have so many points at most."""
    most = BEST * stage.process_version.items.count()
    if facts.kind == CriterionKind.QUALIFIED and facts.item is None and (facts.score or 0) > most:
        raise Refused(
            f"{stage.process_version} has {most} points in all, {BEST} for each item; ask for {most} or less.",
            code="out_of_reach",
            field="score",
        )


@transaction.atomic
def add_step(
    *, stage: Stage, facts: StepFacts, by: User, at: datetime, expected_version: int | None = None
) -> PlaybookStep:
    """One more thing to do in an open stage of a draft."""
    require_draft_stage(stage, by, expected_version)
    return kept(
        PlaybookStep(stage=stage, position=next_position(stage.steps), **facts.columns()), "step_added", by=by, at=at
    )


@transaction.atomic
def edit_step(
    *, step: PlaybookStep, facts: StepFacts, by: User, at: datetime, expected_version: int | None = None
) -> PlaybookStep:
    """Says it otherwise."""
    require_draft_stage(step.stage, by, expected_version)
    changed = PlaybookStep(pk=step.pk, stage=step.stage, position=step.position, **facts.columns())
    return kept(changed, "step_edited", by=by, at=at)


@transaction.atomic
def remove_rule(
    *, rule: ExitCriterion | PlaybookStep | StageAction, by: User, at: datetime, expected_version: int | None = None
) -> None:
    """Takes a criterion, a step (with the actions that open it) or an action out of a draft."""
    require_draft(rule.stage.process_version_id, by, expected_version)
    stage, noun = rule.stage, _NOUNS[type(rule)]
    payload = {f"{noun}_id": rule.pk, "stage_id": stage.pk}
    rule.delete()
    append(kind=f"process.{noun}_removed", subject=stage.process_version.process, by=by, at=at, payload=payload)


@transaction.atomic
def place_rule(
    *, rule: Placed, after: Placed | None, by: User, at: datetime, expected_version: int | None = None
) -> Placed:
    """Puts a criterion or a step of a draft behind another one of its stage (first when `after` is None)."""
    require_draft(rule.stage.process_version_id, by, expected_version)
    noun, rows = _NOUNS[type(rule)], type(rule).objects.filter(stage=rule.stage_id).order_by("position", "pk")
    if after is not None and after.pk == rule.pk:
        raise Refused(f"“{rule}” cannot stand behind itself; choose another {noun}.", code="cycle", field="after")
    others = list(rows.exclude(pk=rule.pk))
    place = 0 if after is None else 1 + next((n for n, each in enumerate(others) if each.pk == after.pk), -1)
    if after is not None and place == 0:
        raise Refused(f"“{after}” is no {noun} of {rule.stage}; choose one of that stage.", code="order", field="after")
    others.insert(place, rule)
    for position, each in enumerate(others, start=1):
        each.position = position
    type(rule).objects.bulk_update(others, ["position"])
    payload = {"rule_id": rule.pk, "stage_id": rule.stage_id, "position": rule.position}
    append(kind=f"process.{noun}_placed", subject=rule.stage.process_version.process, by=by, at=at, payload=payload)
    return rule


def kept(rule: Rule, did: str, *, by: User, at: datetime) -> Rule:
    """Saves a rule of a draft, whose event says what was done."""
    with refusing(_SENTENCES, field="title" if isinstance(rule, PlaybookStep) else "kind"):
        rule.save()
    payload = {"rule_id": rule.pk, "stage_id": rule.stage_id}
    append(kind=f"process.{did}", subject=rule.stage.process_version.process, by=by, at=at, payload=payload)
    return rule


def require_draft(version_id: int, by: User, expected_version: int | None) -> ProcessVersion:
    """The version, locked and a change further, if it is a draft that the person may change. Raises Conflict where it
    was changed in between."""
    require(by, "pipeline.configure", "change the stages of a process, and what they ask for and do")
    version = _draft(version_id, expected_version)
    version.version += 1
    version.save(update_fields=["version"])
    return version


def require_draft_stage(stage: Stage, by: User, expected_version: int | None) -> None:
    require_draft(stage.process_version_id, by, expected_version)
    if stage.kind != StageKind.OPEN:
        raise Refused(f"{stage} closes a deal, which stays in it; choose an open stage.", code="closing", field="stage")


def _draft(pk: int, expected_version: int | None) -> ProcessVersion:
    """Locked, so that nobody publishes it meanwhile."""
    version = ProcessVersion.objects.select_for_update(of=["self"]).select_related("process").get(pk=pk)
    if version.published_at is not None:
        raise Refused(
            f"{version} is published, and what deals were judged by stays; make a draft of the next version.",
            code="published",
        )
    expect_version(version, expected_version)
    return version


def next_position(rows: Any) -> int:
    """Behind all of them."""
    return (rows.aggregate(last=Max("position"))["last"] or 0) + 1


def _copy(row: Any, **others: Any) -> Any:
    copy = _unsaved(row, **others)
    copy.save()
    return copy


def _unsaved(row: Row, **others: Any) -> Row:
    names: Sequence[str] = [each.name for each in row._meta.concrete_fields if not each.primary_key]
    return type(row)(**{name: getattr(row, name) for name in names if name not in others}, **others)
