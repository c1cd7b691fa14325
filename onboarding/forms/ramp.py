"""Which milestone counts as ramped for a role profile, from a day on."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms

from onboarding.choices import MilestoneKind
from salesmgmt.console.forms.plain import ConsoleForm, DayField
from salesmgmt.people.models import RoleProfile


class RampForm(ConsoleForm):
    role_profile = forms.ModelChoiceField(RoleProfile.objects.offered(), empty_label="Choose a role profile")
    milestone = forms.ChoiceField(choices=MilestoneKind.choices, label="Ramped at")
    from_date = DayField(label="For journeys that start from", help_text="Earlier journeys keep their definition.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("role_profile", "milestone", "from_date")
