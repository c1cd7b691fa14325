"""What a candidate answers about themselves; “prefer not to say” stands in each until they choose."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms

from hiring.models.self_identification import DIMENSIONS
from salesmgmt.console.forms.plain import ConsoleForm


class AboutYouForm(ConsoleForm):
    gender = forms.ChoiceField(label="Your gender", choices=DIMENSIONS["gender"][1].choices)
    age_band = forms.ChoiceField(label="Your age", choices=DIMENSIONS["age_band"][1].choices)
    ethnic_group = forms.ChoiceField(
        label="The group you count yourself to", choices=DIMENSIONS["ethnic_group"][1].choices
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial=dict.fromkeys(DIMENSIONS, "UNSAID"), **kwargs)
        self.helper.layout = Layout(*DIMENSIONS)
