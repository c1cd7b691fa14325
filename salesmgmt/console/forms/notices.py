"""How and when somebody wants to be told."""

from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from salesmgmt.console.forms.plain import ConsoleForm
from salesmgmt.outbox.choices import Way
from salesmgmt.outbox.hours import Hours

WEEKDAYS = tuple(enumerate(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"), start=1))


class WayForm(ConsoleForm):
    kind = forms.CharField(widget=forms.HiddenInput)
    way = forms.ChoiceField(choices=Way.choices)


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class MailHoursForm(ConsoleForm):
    quiet_from = forms.TimeField(label="No mail from", widget=TimeInput)
    quiet_to = forms.TimeField(label="until", widget=TimeInput, help_text="The same time twice: at any hour.")
    digest_time = forms.TimeField(label="The daily mail at", widget=TimeInput)
    weekdays = forms.TypedMultipleChoiceField(
        choices=WEEKDAYS, coerce=int, widget=forms.CheckboxSelectMultiple, label="Mails on", required=False
    )

    def __init__(self, *args: Any, hours: Hours, **kwargs: Any) -> None:
        initial = {
            "quiet_from": hours.quiet_from,
            "quiet_to": hours.quiet_to,
            "digest_time": hours.digest_time,
            "weekdays": sorted(hours.weekdays),
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.helper.layout = Layout(Div("quiet_from", "quiet_to", css_class="pair"), "digest_time", "weekdays")
