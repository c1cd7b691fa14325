"""Putting a person on a plan version, and ending that."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms

from compensation.forms.days import DayField
from compensation.models import PlanVersion
from salesmgmt.accounts.models import User
from salesmgmt.accounts.person_fields import PersonField
from salesmgmt.common.folding import by_name
from salesmgmt.web.sentences import SpokenForm


class AssignmentForm(SpokenForm):
    user = PersonField(User.objects.none(), label="Person", empty_label="Choose a person")
    plan_version = forms.ModelChoiceField(PlanVersion.objects.none(), label="Plan", empty_label="Choose a plan")
    first_day = DayField(label="First day")
    end_day = DayField(
        label="First day after it", required=False, help_text="Blank: as long as the plan version holds."
    )
    ote_amount = forms.DecimalField(
        label="On-target earnings a year", required=False, min_value=0, max_digits=15, decimal_places=2
    )
    variable_percent = forms.DecimalField(
        label="Share of it that varies, %", required=False, min_value=0, max_value=100, max_digits=5, decimal_places=2
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = User.objects.filter(is_active=True).order_by(by_name(), "pk")
        self.fields["plan_version"].queryset = (
            PlanVersion.objects.published().select_related("plan").order_by("plan__name", "-number")
        )
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(
            "user",
            "plan_version",
            Div("first_day", "end_day", css_class="pair"),
            Div("ote_amount", "variable_percent", css_class="pair"),
        )

    @property
    def variable_bp(self) -> int | None:
        percent = self.cleaned_data["variable_percent"]
        return None if percent is None else int(percent * 100)


class EndForm(SpokenForm):
    end_day = DayField(label="First day without the plan")
