"""Tells people that somebody gave them something to do."""

from datetime import datetime

from pipeline.models import Task
from salesmgmt.accounts.models import User
from salesmgmt.outbox.domain.notifying import notify
from salesmgmt.outbox.registry import Reminder
from salesmgmt.people.models import Company

GIVEN, SUBJECT = "pipeline.task_given", "pipeline.task"


def tell_given(task: Task, *, to: User, by: User, at: datetime) -> None:
    """Nobody is told of what they gave themselves."""
    if to.pk == by.pk:
        return
    day = Company.objects.current().day_of(at)
    notify(kind=GIVEN, reminders=[Reminder(to.pk, SUBJECT, task.pk, day)], at=at)
