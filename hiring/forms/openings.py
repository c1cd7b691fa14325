"""Openings: drafting one, and cancelling it."""

from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from hiring.choices import OpeningReason
from hiring.models import HiringProfile
from salesmgmt.accounts.models import User
from salesmgmt.console.forms.acts import ActForm
from salesmgmt.console.forms.plain import ConsoleForm, DayField
from salesmgmt.people.models import Team


class OpeningForm(ConsoleForm):
    profile = forms.ModelChoiceField(HiringProfile.objects.none(), label="Role profile", empty_label="Choose a profile")
    team = forms.ModelChoiceField(Team.objects.none(), empty_label="Choose a team")
    reason = forms.ChoiceField(choices=OpeningReason.choices, label="Why")
    target_date = DayField(label="Wanted by", help_text="When somebody should have started.")

    def __init__(self, data: Any = None, *, user: User, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["profile"].queryset = (
            HiringProfile.objects.hired_for_by(user).in_use().select_related("role_profile")
        )
        self.fields["team"].queryset = Team.objects.offered()
        self.helper.layout = Layout(
            Div("profile", "team", css_class="pair"), Div("reason", "target_date", css_class="pair")
        )


class AskToOpenForm(ActForm):
    name = "ask"


class CancelOpeningForm(ActForm):
    name = "cancel"

    reason = forms.CharField(max_length=200, label="Why the seat is not to be filled")
