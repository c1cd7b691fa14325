"""How long candidates of a region are kept."""

from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from hiring.domain.retention import LONGEST
from hiring.models.retention import RetentionBasis
from salesmgmt.console.forms.plain import ConsoleForm


class RetentionRuleForm(ConsoleForm):
    region = forms.CharField(max_length=60, required=False, help_text="Blank: everywhere else.")
    places = forms.CharField(
        max_length=300, required=False, help_text="Words in where they live, separated by commas: Berlin, Germany."
    )
    basis = forms.ChoiceField(choices=RetentionBasis.choices, label="Counted from")
    days = forms.IntegerField(min_value=1, max_value=LONGEST, label="Kept for, days")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="retention-%s", **kwargs)
        self.helper.layout = Layout(Div("region", "places", css_class="pair"), Div("basis", "days", css_class="pair"))
