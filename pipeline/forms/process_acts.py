"""What a deal's process asks for, as small forms: ticks, approvals, buying roles, tasks, overrides."""

from typing import Any, ClassVar

from crispy_forms.layout import Div, Layout
from django import forms

from pipeline.choices import BuyingRole
from pipeline.forms.acts import DAY, ActForm
from pipeline.models import Activity, Contact, Deal, DealAction, DealContact, ExitCriterion, Task
from pipeline.queries.offers import CONTACTS

OFFERED = 20
"""So many of the latest activities are offered as what shows something."""


class ProcessActForm(ActForm):
    """An act that takes the deal as it is, at whatever version; `about` is the number of the row that it is about."""

    about_field: ClassVar[str]

    def __init__(self, data: Any = None, *, deal: Deal, **kwargs: Any) -> None:
        super().__init__(data, deal=deal, **kwargs)
        del self.fields["version"]

    @property
    def about(self) -> int | None:
        value = str(self.data.get(self.about_field, ""))
        return int(value) if value.isascii() and value.isdigit() else None

    @property
    def said_wrong(self) -> list[str]:
        return [message for messages in self.errors.values() for message in messages]


class TickForm(ProcessActForm):
    name = "tick"
    about_field = "criterion"

    criterion = forms.ModelChoiceField(ExitCriterion.objects.none(), widget=forms.HiddenInput)
    evidence = forms.CharField(max_length=500, label="What shows it", required=False)

    def __init__(self, data: Any = None, *, deal: Deal, **kwargs: Any) -> None:
        super().__init__(data, deal=deal, **kwargs)
        self.fields["criterion"].queryset = _criteria_of(deal)


class AskExitForm(ProcessActForm):
    name = "ask-exit"
    about_field = "criterion"

    criterion = forms.ModelChoiceField(ExitCriterion.objects.none(), widget=forms.HiddenInput)
    note = forms.CharField(max_length=500, required=False, label="Why it may go on")

    def __init__(self, data: Any = None, *, deal: Deal, **kwargs: Any) -> None:
        super().__init__(data, deal=deal, **kwargs)
        self.fields["criterion"].queryset = _criteria_of(deal)


class BuyerForm(ProcessActForm):
    name = "buyer"
    about_field = "contact"
    offered: ClassVar[dict[str, str]] = {"contact": CONTACTS}

    contact = forms.ModelChoiceField(Contact.objects.none(), label="Contact", empty_label="Choose a contact")
    role = forms.ChoiceField(choices=BuyingRole.choices, label="Is")

    def __init__(self, data: Any = None, *, deal: Deal, **kwargs: Any) -> None:
        super().__init__(data, deal=deal, **kwargs)
        self.fields["contact"].queryset = Contact.objects.filter(account=deal.account_id)
        self.helper.layout = Layout(Div("contact", "role", css_class="pair"))


class NoBuyerForm(ProcessActForm):
    name = "no-buyer"
    about_field = "buyer"

    buyer = forms.ModelChoiceField(DealContact.objects.none(), widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, deal: Deal, **kwargs: Any) -> None:
        super().__init__(data, deal=deal, **kwargs)
        self.fields["buyer"].queryset = DealContact.objects.filter(deal=deal).select_related("deal")


class TaskForm(ProcessActForm):
    """A task of the deal, taken as its next step."""

    name = "task"
    about_field = "task"

    task = forms.ModelChoiceField(Task.objects.none(), widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, deal: Deal, **kwargs: Any) -> None:
        super().__init__(data, deal=deal, **kwargs)
        self.fields["task"].queryset = Task.objects.filter(deal=deal).select_related("deal", "step")


class DoneTaskForm(TaskForm):
    """It is done; what comes next is said where it was the next step."""

    next_step = forms.CharField(max_length=200, required=False, label="What comes next")
    next_step_date = forms.DateField(widget=DAY, required=False, label="By when")


class SkipTaskForm(DoneTaskForm):
    note = forms.CharField(max_length=300, required=False, label="Why it is not needed here")


class ScoreForm(ProcessActForm):
    """How well an item is known; `item` comes with the address."""

    name = "score"
    about_field = "item"

    score = forms.TypedChoiceField(
        choices=[("", "Unknown"), (0, "0, known and bad"), (1, "1, said"), (2, "2, shown"), (3, "3, proven")],
        coerce=int,
        empty_value=None,
        required=False,
        label="How well is it known",
    )
    evidence = forms.CharField(max_length=500, required=False, label="What shows it")
    activity = forms.ModelChoiceField(
        Activity.objects.none(), required=False, label="Or which activity", empty_label="None"
    )

    def __init__(self, data: Any = None, *, deal: Deal, **kwargs: Any) -> None:
        super().__init__(data, deal=deal, **kwargs)
        field: Any = self.fields["activity"]
        field.queryset = Activity.objects.filter(deal=deal).select_related("user")
        field.choices = [("", "None"), *((each.pk, _dated(each)) for each in field.queryset[:OFFERED])]
        self.helper.layout = Layout("score", "evidence", "activity")


class FollowForm(ProcessActForm):
    """Whether one follows the deal from now on."""

    name = "follow"
    about_field = "follows"

    follows = forms.BooleanField(required=False, widget=forms.HiddenInput)


def _dated(activity: Activity) -> str:
    return f"{activity}, {activity.happened_at:%d %b %Y}"


class RetryActionForm(ProcessActForm):
    name = "retry-action"
    about_field = "run"

    run = forms.ModelChoiceField(DealAction.objects.none(), widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, deal: Deal, **kwargs: Any) -> None:
        super().__init__(data, deal=deal, **kwargs)
        self.fields["run"].queryset = DealAction.objects.filter(deal=deal).select_related("deal", "job")


def _criteria_of(deal: Deal) -> Any:
    return ExitCriterion.objects.filter(stage__process_version=deal.stage.process_version_id).select_related("stage")
