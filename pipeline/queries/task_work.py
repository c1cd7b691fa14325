"""What somebody is to do: what is due on Today, what waits for a deal, an account or a lead, and what reminds of it."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject
from django.urls import reverse

from pipeline.choices import TaskState
from pipeline.models import Deal, Task
from pipeline.models.task import HELD_BY
from pipeline.queries.deal_work import worth_said
from pipeline.queries.worth import foreign_currency
from pipeline.rules import can_work_deals
from salesmgmt.accounts.models import User
from salesmgmt.outbox.models import Notification
from salesmgmt.outbox.registry import CATCH_UP, Reminder, Telling
from salesmgmt.outbox.telling import describe_rows
from salesmgmt.people.alike import found_alike
from salesmgmt.people.rules import sells
from salesmgmt.people.standing import standing_of
from salesmgmt.web.addresses import page_url, row_url
from salesmgmt.web.agenda import LATE, TODAY, Act, Found, WorkItem
from salesmgmt.web.components.days import short_day

NAMED = ("step", "user", "deal__owner", "deal__stage", "account", "contact__account", "lead")
"""What a page that shows tasks names of them."""


def has_tasks(user: User) -> bool:
    """Whether one may have something to do, without a query: who sells has steps of the playbook, too."""
    return bool(sells(user) or (can_work_deals(user) and standing_of(user).get("pipeline.has_tasks")))


def tasks_due(user: User, as_of: date, limit: int) -> Found:
    """What one is to do and is due: what one wrote down, what one was given, and of each of one's own deals the steps
    of the playbook, but for deals that rest; the longest late first."""
    rows = _found(user, as_of, limit)
    address = f"{page_url('pipeline:tasks')}?state=OPEN&due=today&holder={user.pk}"
    items = [_step(task, as_of) if task.step_id else _written(task, as_of, user) for task in rows]
    return Found(items, rows[0].found if rows else 0, address)


@found_alike
def _found(user: User, as_of: date, limit: int) -> QuerySet[Task]:
    resting = Deal.objects.filter(owner=user, paused_until__gt=as_of).order_by().values("pk")
    due = Task.objects.open().to_do_by(user).filter(due_date__lte=as_of).exclude(step__isnull=False, deal__in=resting)
    # counted beside the first ones and not along with them: all that they name would be joined to each
    found = Subquery(due.order_by().values("state").annotate(many=Count("pk")).values("many"))
    rows = due.annotate(found=found, foreign_currency=foreign_currency("deal__currency"))
    return rows.select_related(*NAMED).order_by("due_date", "due_time", "pk")[:limit]


def _step(task: Any, as_of: date) -> WorkItem:
    deal = task.deal
    page, panel = row_url("pipeline:deal", deal.pk), row_url("pipeline:panel", deal.pk)
    why = task.step.why or f"The playbook of {deal.stage.name}."
    return WorkItem(
        key=f"task-{task.pk}",
        urgency=LATE if task.due_date < as_of else TODAY,
        icon="book",
        what=f"“{task}” at {deal.name}",
        why=f"{why} {worth_said(deal, deal.owner, task.foreign_currency)}",
        due_date=task.due_date,
        who=deal.owner,
        url=page,
        panel_url=panel,
        acts=[Act("Do it", panel, how="panel", page=page)],
    )


def _written(task: Any, as_of: date, user: User) -> WorkItem:
    deal, page = task.deal, row_url("pipeline:task", task.pk)
    done = row_url("pipeline:finish-written", task.pk)
    is_next = deal is not None and (deal.next_step, deal.next_step_date) == (str(task), task.due_date)
    first = task.details.strip().split("\n", 1)[0]
    why = [first[:160] + ("…" if len(first) > 160 else "")] if first else []
    why += [f"At {task.due_time:%H:%M}."] if task.due_time else []
    why += [worth_said(deal, user, task.foreign_currency)] if deal is not None and deal.is_open else []
    return WorkItem(
        key=f"task-{task.pk}",
        urgency=LATE if task.due_date < as_of else TODAY,
        icon="check",
        what=f"{task} ({task.subject})" if task.subject else str(task),
        why=" ".join(each if each.endswith((".", "…", "!", "?")) else f"{each}." for each in why),
        due_date=task.due_date,
        url=page,
        acts=[Act("Say what comes next", page)] if is_next else [Act("Open", page), Act("Done", done, how="post")],
    )


def waiting_for(*paths: str) -> ArraySubquery:
    """To annotate a deal, an account or a lead with: what people wrote down to do for it and is open, the earliest
    first; `paths` lead from a task to the row, through any of them."""
    of = Q()
    for path in paths:
        of |= Q(**{path: OuterRef("pk")})
    rows = Task.objects.open().written().filter(of).order_by("due_date", "due_time", "pk")
    said = {name: name for name in ("pk", "title", "details", "due_date", "due_time", "version")}
    who = Coalesce("user__name", "deal__owner__name")
    return ArraySubquery(rows.values(json=JSONObject(**said, who=who, holder=HELD_BY, contact="contact__name")))


def waiting_of(row: Any) -> list[dict[str, Any]]:
    """Of a row that was read with `waiting_for` as `to_do`; `is_next` is the next step of its deal. No query."""
    coming = (getattr(row, "next_step", ""), getattr(row, "next_step_date", None))
    found = []
    for each in row.to_do:
        day, at = date.fromisoformat(each["due_date"]), each["due_time"]
        is_next = (each["title"], day) == coming
        found.append({**each, "due_date": day, "due_time": at and at[:5], "is_next": is_next})
    return found


def tasks_to_remind_of(as_of: date) -> Iterator[Reminder]:
    """To who is to do what somebody wrote down, on its day and until it is done."""
    due = Task.objects.open().written().filter(due_date__range=(as_of - CATCH_UP, as_of))
    rows = due.order_by("pk").values_list("pk", HELD_BY, "due_date")
    for task, holder, day in rows.iterator():
        yield Reminder(holder, "pipeline.task", task, day)


def describe_due(notifications: Sequence[Notification]) -> dict[int, Telling]:
    return describe_rows(notifications, rows=_open_tasks, tell=_due)


def _due(task: Any, notification: Notification) -> Telling | None:
    """Nothing once it is done, moved to another day or given to somebody else."""
    if task.due_date != notification.due_date or task.held_by != notification.person_id:
        return None
    when = f", at {task.due_time:%H:%M}" if task.due_time else ""
    return Telling(
        title=_named(task),
        body=f"You are to do this by {short_day(task.due_date, task.due_date)}{when}. Say that it is done, or move it.",
        url=reverse("pipeline:task", args=[task.pk]),
    )


def describe_given(notifications: Sequence[Notification]) -> dict[int, Telling]:
    return describe_rows(notifications, rows=_open_tasks, tell=_given)


def _given(task: Any, notification: Notification) -> Telling | None:
    if task.held_by != notification.person_id:
        return None
    by = f" {task.made_by} wrote it down." if task.made_by else ""
    return Telling(
        title=f"Yours to do: {_named(task)}",
        body=f"Due on {short_day(task.due_date, notification.due_date)}.{by}",
        url=reverse("pipeline:task", args=[task.pk]),
    )


def _named(task: Any) -> str:
    return f"{task} ({task.subject})" if task.subject else str(task)


def _open_tasks(person: User) -> Any:
    return Task.objects.visible_to(person).open().annotate(held_by=HELD_BY).select_related(*NAMED, "made_by")


def is_late(task: Task, today: date) -> bool:
    return task.state == TaskState.OPEN and task.due_date < today
