"""The form that opens a quarter's run."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms

from compensation.forms.days import DayField
from salesmgmt.web.sentences import OwnSentences


class RunForm(OwnSentences, forms.Form):
    day = DayField(
        label="A day in the quarter",
        help_text="The whole fiscal quarter that this day falls in is calculated.",
        autofocus=True,
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout("day")
