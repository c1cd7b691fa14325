"""Closes the tasks of a deal, and makes one its next step."""

from datetime import datetime

from django.db import transaction

from pipeline.choices import TaskState
from pipeline.domain.history import lock_deal
from pipeline.domain.moves import require_open
from pipeline.domain.next_steps import set_next_step
from pipeline.models import Deal, DealTask
from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.log import append
from salesmgmt.web.domain.undoing import offer_undo

DID = {TaskState.DONE: "deal.task_done", TaskState.SKIPPED: "deal.task_skipped"}


@transaction.atomic
def finish_task(*, task: DealTask, by: User, at: datetime, note: str = "") -> DealTask:
    """It is done."""
    return _close(task, TaskState.DONE, note=note, by=by, at=at)


@transaction.atomic
def skip_task(*, task: DealTask, note: str, by: User, at: datetime) -> DealTask:
    """It is not done, for a reason that is kept."""
    if not note.strip():
        raise Refused("A step is skipped for a reason; say why it is not needed here.", code="note", field="note")
    return _close(task, TaskState.SKIPPED, note=note, by=by, at=at)


@transaction.atomic
def reopen_task(*, task: DealTask, by: User, at: datetime, expected_version: int) -> DealTask:
    """Takes the closing of a task back, while its deal is still where it was."""
    deal = lock_deal(deal=task.deal, by=by)
    task = DealTask.objects.select_for_update().get(pk=task.pk)
    if task.version != expected_version or task.entered_at != deal.stage_entered_at:
        raise Refused(f"{deal.name} has gone on since; what was done for it stays done.", code="task_changed")
    task.state, task.closed_by, task.closed_at, task.note = TaskState.OPEN, None, None, ""
    task.version += 1
    task.save()
    append(kind="deal.task_reopened", subject=deal, by=by, at=at, payload={"task_id": task.pk, "step_id": task.step_id})
    return task


@transaction.atomic
def take_as_next_step(*, task: DealTask, by: User, at: datetime) -> Deal:
    """The task becomes the deal's next step, due on the same day; it stays open until it is done."""
    deal = lock_deal(deal=task.deal, by=by)
    require_open(deal)
    task = _open(task, deal)
    return set_next_step(deal=deal, next_step=str(task), next_step_date=task.due_date, by=by, at=at)


def _close(task: DealTask, state: TaskState, *, note: str, by: User, at: datetime) -> DealTask:
    deal = lock_deal(deal=task.deal, by=by)
    task = _open(task, deal)
    task.state, task.closed_by, task.closed_at, task.note = state, by, at, note.strip()
    task.version += 1
    task.save()
    payload = {"task_id": task.pk, "step_id": task.step_id}
    append(kind=DID[state], subject=deal, by=by, at=at, payload=payload)
    params = {"task_id": task.pk, "version": task.version}
    offer_undo(verb="pipeline.task", subject=deal, params=params, by=by, at=at)
    return task


def _open(task: DealTask, deal: Deal) -> DealTask:
    found = DealTask.objects.select_related("step").get(pk=task.pk)
    if found.state != TaskState.OPEN:
        raise Refused(
            f"“{found}” is {found.get_state_display().lower()} already; look at {deal.name} again.", code="task_closed"
        )
    return found
