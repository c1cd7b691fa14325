"""Meetings of a deal, as small forms: planned, held, cancelled."""

from typing import Any, ClassVar

from crispy_forms.layout import Div, Layout
from django import forms

from pipeline.choices import PLANNED_KINDS, ActivityOutcome
from pipeline.forms.acts import DAY, ActForm
from pipeline.forms.process_acts import ProcessActForm
from pipeline.models import Contact, Deal, PlannedMeeting
from pipeline.queries.offers import CONTACTS


class PlanForm(ActForm):
    name = "plan"
    offered: ClassVar[dict[str, str]] = {"contact": CONTACTS}

    kind = forms.ChoiceField(choices=PLANNED_KINDS, label="What", initial="MEETING")
    starts_at = forms.DateTimeField(widget=forms.DateTimeInput(attrs={"type": "datetime-local"}), label="When")
    minutes = forms.IntegerField(min_value=1, max_value=1440, label="Minutes", required=False, initial=30)
    contact = forms.ModelChoiceField(
        queryset=Contact.objects.none(), label="With", required=False, empty_label="Nobody named"
    )
    about = forms.CharField(max_length=200, label="What about", required=False)
    as_next_step = forms.BooleanField(required=False, initial=True, label="It is the next step, due on its day")

    def __init__(self, data: Any = None, *, deal: Deal, **kwargs: Any) -> None:
        super().__init__(data, deal=deal, **kwargs)
        del self.fields["version"]
        self.fields["contact"].queryset = Contact.objects.filter(account=deal.account_id)
        self.helper.layout = Layout(
            Div("kind", "minutes", css_class="pair"),
            "starts_at",
            "contact",
            "about",
            "as_next_step",
        )


class MeetingForm(ProcessActForm):
    """An act on a planned meeting; what comes next is said where it was the next step."""

    about_field = "meeting"

    meeting = forms.ModelChoiceField(PlannedMeeting.objects.none(), widget=forms.HiddenInput)
    next_step = forms.CharField(max_length=200, required=False, label="What comes next")
    next_step_date = forms.DateField(widget=DAY, required=False, label="By when")

    def __init__(self, data: Any = None, *, deal: Deal, **kwargs: Any) -> None:
        super().__init__(data, deal=deal, **kwargs)
        self.fields["meeting"].queryset = PlannedMeeting.objects.filter(deal=deal).select_related("deal")


class HoldForm(MeetingForm):
    name = "hold"

    outcome = forms.ChoiceField(choices=[("", "Not said"), *ActivityOutcome.choices], required=False)
    minutes = forms.IntegerField(min_value=1, max_value=1440, required=False)
    note = forms.CharField(required=False)


class CancelMeetingForm(MeetingForm):
    name = "cancel-meeting"

    reason = forms.CharField(max_length=200, required=False)
