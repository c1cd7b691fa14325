"""Writes down what is to be done, edits it, gives it to somebody, says that it is done, and opens it again."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.db.models import F

from pipeline.choices import TaskState
from pipeline.domain.deals import require_step_of
from pipeline.domain.history import lock_deal
from pipeline.domain.moves import require_open
from pipeline.domain.next_steps import put_next_step
from pipeline.domain.task_notices import tell_given
from pipeline.models import Account, Contact, Deal, Lead, Task
from pipeline.rules import leads_a_line
from salesmgmt.accounts.models import User
from salesmgmt.common.constraints import refusing
from salesmgmt.common.problems import Conflict, Refused
from salesmgmt.events.domain.log import append
from salesmgmt.people.models import Company
from salesmgmt.people.models.line import IsAnyOf, line_of
from salesmgmt.people.rules import is_admin, require
from salesmgmt.web.domain.undoing import offer_undo

Subject = Deal | Account | Contact | Lead
EDITABLE = ("title", "details", "due_date", "due_time")
LONGEST_DETAILS = 2_000
_SENTENCES = {"a_task_is_a_step_or_has_a_title": "A task has a title; say what is to be done."}


class TaskChanged(Conflict):
    code = "task_changed"


@transaction.atomic
def add_task(  # noqa: PLR0913  # each is a fact of the task
    *,
    title: str,
    due_date: date,
    by: User,
    at: datetime,
    due_time: time | None = None,
    details: str = "",
    subject: Subject | None = None,
    holder: User | None = None,
    as_next_step: bool = False,
) -> Task:
    """Something to do by a day for a deal, an account, a contact, a lead or nothing of these; by oneself where nobody
    is named. What is for a deal and its owner's goes with the deal. Of an open deal it may become the next step."""
    require(by, "pipeline.work_deals", "write tasks down")
    holder = holder or by
    task = Task(title=title.strip(), details=details.strip(), due_date=due_date, due_time=due_time, made_by=by)
    task.made_at = at
    if subject is not None:
        setattr(task, subject._meta.model_name or "", subject)
    deal = lock_deal(deal=task.deal, by=by) if task.deal else None
    _refuse_past(due_date, at=at)
    _require_fit(task, holder, by=by)
    task.user = None if deal is not None and deal.owner_id == holder.pk else holder
    with refusing(_SENTENCES, field="title"):
        task.save(force_insert=True)
    if as_next_step:
        _as_next_step(deal, task, by=by, at=at)
    elif deal is not None:
        require_step_of(deal)
    _tell(task, "made", {"user_id": holder.pk, "due_date": due_date}, by=by, at=at)
    tell_given(task, to=holder, by=by, at=at)
    return task


@transaction.atomic
def edit_task(
    *, task: Task, facts: Mapping[str, Any], by: User, at: datetime, expected_version: int | None = None
) -> Task:
    """Changes title, details, day or time of an open task that somebody wrote down; what is not given stays. The next
    step of its deal goes along with it."""
    deal, task = _open(task, by=by, expected_version=expected_version)
    if task.step_id is not None:
        raise Refused(
            f"“{task}” is a step of the playbook and keeps its words and day; make it the next step to date it anew.",
            code="step",
        )
    facts = {name: value.strip() if isinstance(value, str) else value for name, value in facts.items()}
    changed = [name for name in EDITABLE if name in facts and getattr(task, name) != facts[name]]
    if not changed:
        return task
    was_next = is_next_step(task, deal)
    before = {name: getattr(task, name) for name in changed}
    for name in changed:
        setattr(task, name, facts[name])
    if "due_date" in changed:
        _refuse_past(task.due_date, at=at)
    with refusing(_SENTENCES, field="title"):
        _save(task)
    if was_next and deal is not None:
        put_next_step(deal=deal, next_step=str(task), next_step_date=task.due_date, by=by, at=at)
    _tell(task, "edited", {"fields": changed, "due_date": task.due_date}, by=by, at=at)
    said = {name: value.isoformat() if isinstance(value, (date, time)) else value for name, value in before.items()}
    _offer(task, "pipeline.edit_task", {"before": said}, by=by, at=at)
    return task


@transaction.atomic
def put_task_back(*, task: Task, before: Mapping[str, Any], by: User, at: datetime, expected_version: int) -> Task:
    """The inverse of editing: as it said before, also where that day has passed."""
    deal, task = _open(task, by=by, expected_version=expected_version)
    was_next = is_next_step(task, deal)
    read = {"due_date": date.fromisoformat, "due_time": time.fromisoformat}
    for name, value in before.items():
        setattr(task, name, read[name](value) if name in read and value else value)
    _save(task)
    if was_next and deal is not None:
        put_next_step(deal=deal, next_step=str(task), next_step_date=task.due_date, by=by, at=at)
    _tell(task, "put_back", {"fields": list(before), "due_date": task.due_date}, by=by, at=at)
    return task


@transaction.atomic
def give_task(*, task: Task, to: User, by: User, at: datetime, expected_version: int | None = None) -> Task:
    """Somebody else is to do an open task; they are told of it."""
    deal, task = _open(task, by=by, expected_version=expected_version)
    before = task.holder
    if before.pk == to.pk:
        return task
    _require_fit(task, to, by=by)
    task.user = None if deal is not None and deal.owner_id == to.pk else to
    _save(task)
    _tell(task, "given", {"from_id": before.pk, "to_id": to.pk}, by=by, at=at)
    tell_given(task, to=to, by=by, at=at)
    _offer(task, "pipeline.give_task", {"from_id": before.pk}, by=by, at=at)
    return task


@transaction.atomic
def finish_task(
    *,
    task: Task,
    by: User,
    at: datetime,
    note: str = "",
    next_step: str = "",
    next_step_date: date | None = None,
    expected_version: int | None = None,
) -> Task:
    """It is done; a deal of which it was the next step says what comes next."""
    coming = (next_step, next_step_date)
    return _close(task, TaskState.DONE, note, coming, by=by, at=at, expected_version=expected_version)


@transaction.atomic
def skip_task(
    *,
    task: Task,
    note: str,
    by: User,
    at: datetime,
    next_step: str = "",
    next_step_date: date | None = None,
    expected_version: int | None = None,
) -> Task:
    """It is not done, for a reason that is kept; a deal of which it was the next step says what comes next."""
    if not note.strip():
        what = "step" if task.step_id else "task"
        raise Refused(f"A {what} is skipped for a reason; say why it is not needed here.", code="note", field="note")
    coming = (next_step, next_step_date)
    return _close(task, TaskState.SKIPPED, note, coming, by=by, at=at, expected_version=expected_version)


@transaction.atomic
def reopen_task(*, task: Task, by: User, at: datetime, expected_version: int | None = None) -> Task:
    """It is to be done after all; a step only while its deal is still where it was."""
    deal, task = _locked(task, by=by)
    has_gone_on = task.step_id is not None and deal is not None and task.entered_at != deal.stage_entered_at
    if has_gone_on or (expected_version is not None and task.version != expected_version):
        raise TaskChanged(f"{task.subject or f'“{task}”'} has gone on since; what was done for it stays done.")
    if task.is_open:
        raise Refused(f"“{task}” is open; there is nothing to open again.", code="task_open")
    task.state, task.closed_by, task.closed_at, task.note = TaskState.OPEN, None, None, ""
    _save(task)
    _tell(task, "reopened", {"step_id": task.step_id}, by=by, at=at)
    return task


@transaction.atomic
def take_as_next_step(*, task: Task, by: User, at: datetime, expected_version: int | None = None) -> Deal:
    """The task becomes the deal's next step, due on the same day; it stays open until it is done."""
    deal, task = _open(task, by=by, expected_version=expected_version)
    return _as_next_step(deal, task, by=by, at=at)


def take_along(*, lead: Lead, deal: Deal, by: User, at: datetime) -> list[list[int]]:
    """What is open for a lead that becomes a deal is to be done for the deal: each task's number, and its version then.
    Belongs in the conversion's transaction."""
    moved = []
    for task in Task.objects.open().filter(lead=lead).select_for_update(of=("self",)).order_by("pk"):
        task.lead, task.deal = None, deal
        task.user_id = None if task.user_id == deal.owner_id else task.user_id
        _save(task)
        _tell(task, "taken_along", {}, by=by, at=at)
        moved.append([task.pk, task.version])
    return moved


def take_back_to_lead(*, lead: Lead, deal: Deal, moved: Sequence[Sequence[int]]) -> None:
    """The inverse, for those that nobody has changed since."""
    versions = {each[0]: each[1] for each in moved}
    for task in Task.objects.filter(pk__in=versions, deal=deal).select_for_update(of=("self",)).order_by("pk"):
        if task.version == versions[task.pk]:
            task.lead, task.deal, task.user_id = lead, None, task.user_id or deal.owner_id
            _save(task)


def is_next_step(task: Task, deal: Deal | None) -> bool:
    """Whether what a deal says that comes next is this task."""
    if deal is None or not deal.is_open:
        return False
    return (deal.next_step, deal.next_step_date) == (str(task), task.due_date)


def may_be_held_by(task: Task, holder: User, *, by: User) -> bool:
    """What is for nothing is given by a manager to who stands below, and by admins to everybody."""
    if task.subject is not None or holder.pk == by.pk or is_admin(by):
        return True
    return leads_a_line(by) and User.objects.filter(IsAnyOf(F("pk"), line_of(by)), pk=holder.pk).exists()


def _close(
    task: Task,
    state: TaskState,
    note: str,
    coming: tuple[str, date | None],
    *,
    by: User,
    at: datetime,
    expected_version: int | None,
) -> Task:
    deal, task = _open(task, by=by, expected_version=expected_version)
    was_next = is_next_step(task, deal)
    task.state, task.closed_by, task.closed_at, task.note = state, by, at, note.strip()
    _save(task)
    _tell(task, state.lower(), {"step_id": task.step_id}, by=by, at=at)
    if deal is not None and deal.is_open:
        step, day = coming
        if step.strip() or day is not None:
            put_next_step(deal=deal, next_step=step, next_step_date=day, by=by, at=at)
        elif was_next:
            raise Refused(
                f"“{task}” was the next step of {deal.name}; say what comes next, and by when.",
                code="next_step",
                field="next_step",
            )
    _offer(task, "pipeline.task", {}, by=by, at=at)
    return task


def _as_next_step(deal: Deal | None, task: Task, *, by: User, at: datetime) -> Deal:
    if deal is None:
        raise Refused(
            "Only a task for a deal becomes its next step; choose the deal that it is for.",
            code="next_step",
            field="as_next_step",
        )
    require_open(deal)
    return put_next_step(deal=deal, next_step=str(task), next_step_date=task.due_date, by=by, at=at)


def _locked(task: Task, *, by: User) -> tuple[Deal | None, Task]:
    """Its deal and the task, each locked, as they are then."""
    require(by, "pipeline.work_deals", "change tasks")
    deal = lock_deal(deal=task.deal, by=by) if task.deal else None
    found = Task.objects.select_for_update(of=("self",)).get(pk=task.pk)
    if deal is not None:
        found.deal = deal
    return deal, found


def _open(task: Task, *, by: User, expected_version: int | None) -> tuple[Deal | None, Task]:
    deal, found = _locked(task, by=by)
    if expected_version is not None and found.version != expected_version:
        raise TaskChanged(f"“{found}” was changed by somebody else in between; look at it again, then repeat.")
    if not found.is_open:
        where = f"; look at {deal.name} again" if deal else "; open it again first"
        raise Refused(f"“{found}” is {found.get_state_display().lower()} already{where}.", code="task_closed")
    return deal, found


def _refuse_past(day: date, *, at: datetime) -> None:
    if day < Company.objects.current().day_of(at):
        raise Refused("A task is due today or later; choose a day to come.", code="due_date", field="due_date")


def _require_fit(task: Task, holder: User, *, by: User) -> None:
    """Whoever is to do it works deals, and sees what it is for."""
    if len(task.details) > LONGEST_DETAILS:
        raise Refused(f"A task's note has up to {LONGEST_DETAILS:,} characters; shorten it.", field="details")
    if not holder.is_active or not holder.has_perm("pipeline.work_deals"):
        raise Refused(f"{holder} does not work deals; choose a rep or a manager.", code="holder", field="holder")
    if not may_be_held_by(task, holder, by=by):
        raise Refused(
            f"A task that is for nothing is given by a manager of {holder}; say what it is for, or keep it yourself.",
            code="holder",
            field="holder",
        )
    subject = task.subject
    if subject is None or holder.pk == by.pk:
        return
    rows: Any = type(subject)._default_manager
    if not rows.visible_to(holder).filter(pk=subject.pk).exists():
        raise Refused(
            f"{holder} may not see {subject}, so the task cannot be theirs; choose somebody who may.",
            code="holder",
            field="holder",
        )


def _save(task: Task) -> None:
    task.version += 1
    task.save()


def _tell(task: Task, what: str, said: Mapping[str, Any], *, by: User, at: datetime) -> None:
    """In the log of what it is for; of what is for nothing in its own."""
    subject = task.subject
    kind = f"{subject._meta.model_name}.task_{what}" if subject is not None else f"task.{what}"
    append(kind=kind, subject=subject or task, by=by, at=at, payload={"task_id": task.pk, **said})


def _offer(task: Task, verb: str, said: Mapping[str, Any], *, by: User, at: datetime) -> None:
    params = {"task_id": task.pk, "version": task.version, **said}
    offer_undo(verb=verb, subject=task.deal or task, params=params, by=by, at=at)
