"""A field for a day, as browsers want it."""

from typing import Any

from django import forms


class DayField(forms.DateField):
    """Browsers fill a date input only from an ISO day, whatever the language."""

    def __init__(self, *, label: str, help_text: str = "", required: bool = True, **attrs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date", **attrs}, format="%Y-%m-%d")
        super().__init__(label=label, help_text=help_text, required=required, widget=widget)
