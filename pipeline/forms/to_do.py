"""Tasks as forms: a new one, what its page lets one edit, and the acts on it."""

from typing import Any, ClassVar

from crispy_forms.layout import Div, Field, Layout
from django import forms

from pipeline.forms import acts as deal_acts
from pipeline.forms.account_field import AccountField
from pipeline.forms.acts import DAY
from pipeline.forms.facts import Made
from pipeline.forms.new import NewForm
from pipeline.models import Task
from pipeline.queries.offers import READERS
from pipeline.queries.people import sellers
from pipeline.queries.readers import readers_of
from salesmgmt.accounts.models import User
from salesmgmt.accounts.person_fields import PersonField
from salesmgmt.console.forms.acts import ActForm

TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
CLOCK = "By the company's clock; leave it out where the day is enough."


def _details(user: User | None = None) -> forms.Field:
    return forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), max_length=2_000, required=False, label="Note")


TASK_FACTS: dict[str, tuple[str, Made]] = {
    "title": ("Task", lambda user: forms.CharField(max_length=200)),
    "due_date": ("Due", lambda user: forms.DateField(widget=DAY)),
    "due_time": ("Time", lambda user: forms.TimeField(widget=TIME, required=False)),
    "details": ("Note", _details),
}


class NewTaskForm(NewForm):
    """`subject` is what it is for, where its page was come from; else an account may be named."""

    title = forms.CharField(max_length=200, label="What is to be done")
    due_date = forms.DateField(widget=DAY, label="Due")
    due_time = forms.TimeField(widget=TIME, required=False, label="At", help_text=CLOCK)
    details = _details()
    holder = PersonField(User.objects.none(), required=False, empty_label="Me", label="Who does it")

    def __init__(self, *args: Any, user: User, subject: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.subject = subject
        self.fields["holder"].queryset = sellers().exclude(pk=user.pk)
        about: list[Any] = []
        if subject is None:
            self.fields["account"] = AccountField(
                user=user, required=False, help_text="A task for a deal, a contact or a lead begins on its page."
            )
            about = ["account"]
        self.helper.layout = Layout(
            Field("title", autofocus=True),
            Div("due_date", "due_time", css_class="pair"),
            *about,
            "holder",
            "details",
        )

    def said(self) -> dict[str, Any]:
        """What `add_task` takes."""
        said = dict(self.cleaned_data)
        subject = said.pop("account", None) or self.subject
        return {**said, "subject": subject}


class DealTaskForm(deal_acts.ActForm):
    """A new task, on the page of its deal."""

    name = "new-task"
    offered: ClassVar[dict[str, str]] = {"holder": READERS}

    title = forms.CharField(max_length=200, label="What is to be done")
    due_date = forms.DateField(widget=DAY, label="Due")
    due_time = forms.TimeField(widget=TIME, required=False, label="At", help_text=CLOCK)
    holder = PersonField(User.objects.none(), required=False, empty_label="Me", label="Who does it")
    details = _details()
    as_next_step = forms.BooleanField(required=False, label="It becomes what is due next on the deal")

    def __init__(self, data: Any = None, *, deal: Any, **kwargs: Any) -> None:
        super().__init__(data, deal=deal, **kwargs)
        del self.fields["version"]
        self.fields["holder"].queryset = readers_of(deal)
        parts: list[Any] = [
            "title",
            Div("due_date", "due_time", css_class="pair"),
            "holder",
            "details",
        ]
        if deal.is_open:
            parts.append("as_next_step")
        else:
            del self.fields["as_next_step"]
        self.helper.layout = Layout(*parts)


class TaskActForm(ActForm):
    """An act on one task at one version."""

    def __init__(self, data: Any = None, *, task: Task, **kwargs: Any) -> None:
        super().__init__(data, row=task, **kwargs)


class ClosingForm(TaskActForm):
    """What comes next on its deal is asked for where the task `is_next`."""

    next_step = forms.CharField(max_length=200, required=False, label="What comes next on the deal")
    next_step_date = forms.DateField(widget=DAY, required=False, label="By when")

    def __init__(self, data: Any = None, *, task: Task, **kwargs: Any) -> None:
        super().__init__(data, task=task, **kwargs)
        deal = task.deal
        asks = deal is not None and deal.is_open and deal.next_step == str(task)
        coming = ["next_step", "next_step_date"] if asks or data else []
        self.helper.layout = Layout("version", "note", *coming)


class DoneForm(ClosingForm):
    name = "done"

    note = forms.CharField(max_length=300, required=False, label="What came of it")


class SkipForm(ClosingForm):
    name = "skip"

    note = forms.CharField(max_length=300, required=False, label="Why it is not needed")


class ReopenTaskForm(TaskActForm):
    name = "reopen"


class NextStepOfTaskForm(TaskActForm):
    name = "next-step"


class GiveTaskForm(TaskActForm):
    name = "give"
    renamed: ClassVar[dict[str, str]] = {"version": "expected_version", "holder": "to"}

    holder = PersonField(User.objects.none(), label="Who does it", empty_label="Choose a person")

    def __init__(self, data: Any = None, *, task: Task, **kwargs: Any) -> None:
        super().__init__(data, task=task, **kwargs)
        self.fields["holder"].queryset = sellers().exclude(pk=task.holder.pk)
        self.helper.layout = Layout("version", "holder")
