"""Planning an interview, and changing what was planned."""

from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from hiring.choices import HiringStageKind
from hiring.models import Candidacy, HiringStage, Interview
from hiring.queries.people import interviewers
from salesmgmt.accounts.models import User
from salesmgmt.accounts.person_fields import PeopleField
from salesmgmt.common.folding import by_name
from salesmgmt.console.forms.acts import ActForm


def stage_to_see_in(candidacy: Candidacy) -> HiringStage:
    """The candidacy's own, or the first in which candidates are interviewed for one that only applied."""
    if candidacy.stage.kind != HiringStageKind.APPLICATION:
        return candidacy.stage
    stages = HiringStage.objects.in_use().filter(profile=candidacy.profile_id, kind=HiringStageKind.INTERVIEW)
    return stages.order_by("position").first() or candidacy.stage


class PanelField(PeopleField):
    """Who sits in; each owes a scorecard afterwards."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            User.objects.none(),
            label="Who sits in",
            help_text="Each of them writes a scorecard, and reads the others’ when their own is in.",
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": "An interview needs somebody to sit in it; choose at least one person."},
            **kwargs,
        )


class TimeField(forms.DateTimeField):
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class InterviewForm(ActForm):
    """When, how long, where, and with whom."""

    name = "interview"

    stage = forms.ModelChoiceField(HiringStage.objects.none(), empty_label=None)
    scheduled_at = TimeField(label="When")
    minutes = forms.IntegerField(min_value=5, max_value=480, initial=45)
    place = forms.CharField(max_length=200, required=False, help_text="A room, or the address of the call.")
    panel = PanelField()
    invite = forms.BooleanField(required=False, label="Mail the candidate an invitation for their calendar")

    def __init__(self, data: Any = None, *, row: Candidacy, **kwargs: Any) -> None:
        initial = {"stage": stage_to_see_in(row), "invite": bool(row.candidate.email)}
        super().__init__(data, row=row, initial=initial, **kwargs)
        del self.fields["version"]
        self.fields["stage"].queryset = HiringStage.objects.filter(profile=row.profile_id, retired_at__isnull=True)
        self.fields["panel"].queryset = interviewers()
        when = Div("scheduled_at", "minutes", css_class="pair")
        self.helper.layout = Layout("stage", when, "place", "panel", "invite")


class RescheduleForm(ActForm):
    name = "reschedule"

    scheduled_at = TimeField(label="When")
    minutes = forms.IntegerField(min_value=5, max_value=480)
    place = forms.CharField(max_length=200, required=False)

    def __init__(self, data: Any = None, *, row: Interview, **kwargs: Any) -> None:
        initial = {"scheduled_at": row.scheduled_at, "minutes": row.minutes, "place": row.place}
        super().__init__(data, row=row, initial=initial, **kwargs)
        self.helper.layout = Layout("version", Div("scheduled_at", "minutes", css_class="pair"), "place")


class PanelForm(ActForm):
    name = "panel"

    panel = PanelField()

    def __init__(self, data: Any = None, *, row: Interview, **kwargs: Any) -> None:
        seated = list(row.panel.values_list("user_id", flat=True))
        super().__init__(data, row=row, initial={"panel": seated}, **kwargs)
        self.fields["panel"].queryset = interviewers() | User.objects.filter(pk__in=seated).order_by(by_name(), "pk")
