"""How long candidates of a region are kept."""

from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from hiring.domain.retention import LONGEST, LONGEST_WARNED, WARNED
from hiring.models.retention import RetentionBasis
from salesmgmt.console.forms.plain import ConsoleForm


class RetentionRuleForm(ConsoleForm):
    region = forms.CharField(max_length=60, required=False, help_text="Blank: everywhere else.")
    places = forms.CharField(
        max_length=300, required=False, help_text="Words in where they live, separated by commas: Berlin, Germany."
    )
    basis = forms.ChoiceField(choices=RetentionBasis.choices, label="Counted from")
    days = forms.IntegerField(min_value=1, max_value=LONGEST, label="Kept for, days")
    warn_days = forms.IntegerField(
        min_value=1,
        max_value=LONGEST_WARNED,
        initial=WARNED,
        required=False,
        label="Told before, days",
        help_text="Whoever looks after them, and can still ask for their consent.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="retention-%s", **kwargs)
        self.helper.layout = Layout(
            Div("region", "places", css_class="pair"), Div("basis", "days", css_class="pair"), "warn_days"
        )

    def clean_warn_days(self) -> int:
        return self.cleaned_data["warn_days"] or WARNED
