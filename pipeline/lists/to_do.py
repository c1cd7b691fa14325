"""The list of tasks: what is to be done, by whom and by when."""

from datetime import date
from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from pipeline.choices import TaskState
from pipeline.domain.to_do import edit_task, finish_task, give_task, put_task_back, reopen_task, skip_task
from pipeline.forms.acts import DAY
from pipeline.forms.task_filters import DUE, KINDS, WHOSE, TaskFilters
from pipeline.models import Account, Contact, Deal, Lead, Task
from pipeline.models.task import CALLED
from pipeline.queries.people import sellers, sellers_seen_by
from pipeline.queries.task_work import NAMED
from pipeline.rules import can_read_pipeline, can_work_deals
from pipeline.tables.adopting import number_key, own_key
from salesmgmt.accounts.models import User
from salesmgmt.accounts.person_fields import PersonField
from salesmgmt.web.components.days import due, short_day
from salesmgmt.web.components.marks import chip
from salesmgmt.web.components.persons import who
from salesmgmt.web.lists.declaration import BulkAct, Column, List, Reader, Rows, View
from salesmgmt.web.lists.filters import Between, Choice, Row, Search, day_field
from salesmgmt.web.lists.forms import BulkForm
from salesmgmt.web.lists.registry import register

PAGES = {"deal": "pipeline:deal", "account": "pipeline:account", "lead": "pipeline:lead"}
TONES = {TaskState.DONE: "good", TaskState.SKIPPED: "", TaskState.LEFT: ""}


class DoneMany(BulkForm):
    name = "done"

    note = forms.CharField(max_length=300, required=False, label="What came of them")


class SkipMany(BulkForm):
    name = "skip"

    note = forms.CharField(max_length=300, label="Why they are not needed")


class MoveManyTo(BulkForm):
    name = "date"

    due_date = forms.DateField(widget=DAY, label="Due on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("due_date")


class GiveManyTo(BulkForm):
    name = "give"

    to = PersonField(queryset=User.objects.none(), label="Who does them", empty_label="Choose a person")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = sellers()


def joined(tasks: Rows, reader: Reader) -> Rows:
    return tasks.select_related(*NAMED, "made_by").annotate(called=CALLED)


def page_of(task: Task) -> str:
    return reverse("pipeline:task", args=[task.pk])


def _task(task: Task) -> SafeString:
    return format_html('<a href="{}">{}</a>', page_of(task), task)


def _subject(task: Task) -> SafeString | str:
    """What it is for, with a link; a contact stands on the page of its account."""
    if task.contact is not None:
        page = reverse("pipeline:account", args=[task.contact.account_id])
        return format_html('<a href="{}">{}</a>, {}', page, task.contact, task.contact.account)
    for name, page in PAGES.items():
        row = getattr(task, name)
        if row is not None:
            return format_html('<a href="{}">{}</a>', reverse(page, args=[row.pk]), row)
    return ""


def _due(task: Task) -> SafeString | str:
    day = due(task.due_date) if task.is_open else short_day(task.due_date, date.min)
    return format_html("{} {}", day, _time(task)) if task.due_time else day


def _state(task: Task) -> SafeString | str:
    return chip(task.get_state_display().lower(), TONES.get(TaskState(task.state), "accent"))


def _kind(task: Task) -> str:
    return dict(KINDS)["step" if task.step_id else "written"]


def _of(name: str) -> Any:
    return lambda task: getattr(task, name)


def _subject_kind(task: Task) -> str:
    return task.subject._meta.verbose_name.capitalize() if task.subject else ""


def _subject_name(task: Task) -> str:
    """As an import finds it: a contact by its address, where it has one."""
    return (task.contact.email if task.contact else "") or (str(task.subject) if task.subject else "")


def _time(task: Task) -> str:
    return f"{task.due_time:%H:%M}" if task.due_time else ""


def _email(task: Task) -> str:
    return task.holder.email


def _named(person: User | None) -> str:
    return person.name if person else ""


def _put_back(*, row: Task, before: dict[str, Any], **act: Any) -> Task:
    return put_task_back(task=row, before=before, **act)


def _give_back(*, row: Task, before: dict[str, Any], **act: Any) -> Task:
    return give_task(task=row, to=User.objects.get(pk=before["holder_id"]), **act)


def _reopen(*, row: Task, before: dict[str, Any], **act: Any) -> Task:
    return reopen_task(task=row, **act)


ACTS = (
    BulkAct(
        name="done",
        title="Done",
        button="They are done",
        done="{count} done",
        form=DoneMany,
        do=lambda *, row, **act: finish_task(task=row, **act),
        before=lambda task: {},
        restore=_reopen,
        allowed=can_work_deals,
    ),
    BulkAct(
        name="date",
        title="Move to a day",
        button="Move them",
        done="{count} put to another day",
        form=MoveManyTo,
        do=lambda *, row, due_date, **act: edit_task(task=row, facts={"due_date": due_date}, **act),
        before=lambda task: {"due_date": task.due_date},
        restore=_put_back,
        allowed=can_work_deals,
    ),
    BulkAct(
        name="give",
        title="Give to",
        button="Give them",
        done="{count} given to somebody else",
        form=GiveManyTo,
        do=lambda *, row, **act: give_task(task=row, **act),
        before=lambda task: {"holder_id": task.holder.pk},
        restore=_give_back,
        allowed=can_work_deals,
    ),
    BulkAct(
        name="skip",
        title="Skip",
        button="Skip them",
        done="{count} skipped",
        form=SkipMany,
        do=lambda *, row, **act: skip_task(task=row, **act),
        before=lambda task: {},
        restore=_reopen,
        allowed=can_work_deals,
    ),
)
COLUMNS = (
    Column("task", "Task", _task, str, order="called", css="wrap-s", on_phone=True),
    Column("for", "For", _subject, _subject_name, css="wrap-s", on_phone=True),
    Column("due", "Due", _due, _of("due_date"), order="due_date", on_phone=True),
    Column("time", "Time", _time, _time, css="t-2", shown=False),
    Column("holder", "Who", lambda task: who(task.holder, task.holder.short_name), lambda task: task.holder.name),
    Column("state", "State", _state, lambda task: TaskState(task.state).label),
    Column("kind", "Kind", _kind, _kind, css="t-2"),
    Column("made_by", "Written by", lambda task: _named(task.made_by), lambda task: _named(task.made_by), shown=False),
    Column("details", "Note", _of("details"), _of("details"), css="wrap-s t-2", shown=False),
    Column("result", "What came of it", _of("note"), _of("note"), css="wrap-s t-2", shown=False),
    Column("closed", "Closed at", _of("closed_at"), _of("closed_at"), css="t-2", shown=False),
    Column(
        "holder_email",
        "E-mail of who does it",
        lambda task: task.holder.email,
        lambda task: task.holder.email,
        shown=False,
    ),
    Column("for_kind", "Is for", _subject_kind, _subject_kind, css="t-2", shown=False),
    Column(
        "for_id",
        "Id of what it is for",
        lambda task: own_key(task.subject) if task.subject else "",
        lambda task: own_key(task.subject) if task.subject else "",
        css="t-2",
        shown=False,
    ),
    Column("external_id", "Id in its source", number_key, number_key, css="t-2", shown=False),
)


TASKS = register(
    List(
        code="tasks",
        nouns=("task", "tasks"),
        title="Tasks",
        sub="What is to be done, by whom and by when: what people wrote down, and steps of the playbook",
        url_name="pipeline:tasks",
        page="pipeline/page.html",
        here={"here": "tasks"},
        visible=can_read_pipeline,
        rows=lambda reader: Task.objects.visible_to(reader.user),
        joined=joined,
        columns=COLUMNS,
        filterset=TaskFilters,
        filters=(
            Search(name="search", title="Task"),
            Choice(name="whose", title="Whose", choices=WHOSE, any_words="Anybody's"),
            Row(name="holder", title="Who", rows=sellers_seen_by, any_words="Anybody"),
            Choice(name="state", title="State", choices=TaskState.choices, any_words="Any state"),
            Choice(name="due", title="Due", choices=DUE, any_words="Any day"),
            Between(name="due", title="Due", suffixes=("_from", "_to"), field=day_field),
            Choice(name="kind", title="Kind", choices=KINDS, any_words="Any kind"),
            Row(name="deal", title="Deal", rows=Deal.objects.visible_to, in_menu=False),
            Row(name="account", title="Account", rows=Account.objects.visible_to, in_menu=False),
            Row(name="contact", title="Contact", rows=Contact.objects.visible_to, in_menu=False),
            Row(name="lead", title="Lead", rows=Lead.objects.visible_to, in_menu=False),
        ),
        search="Task",
        start="state=OPEN",
        order="due",
        views=(
            View("All open", "state=OPEN"),
            View("Mine", "state=OPEN&whose=mine"),
            View("Mine, due", "due=today&whose=mine"),
            View("Late", "due=late"),
            View("Given to others", "state=OPEN&whose=given"),
            View("Done", "state=DONE&sort=-due"),
            View("All", ""),
        ),
        acts=ACTS,
        link=page_of,
        actions="pipeline/tasks/new_button.html",
        empty="pipeline/tasks/none.html",
        imported_as="pipeline.tasks",
    )
)
