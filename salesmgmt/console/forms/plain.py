"""The form that all settings share: laid out by crispy, refused by the domain in a sentence at the field."""

from typing import Any
from zoneinfo import available_timezones

from crispy_forms.helper import FormHelper
from django import forms

from salesmgmt.common.problems import Refused


class ConsoleForm(forms.Form):
    """Forms clean, domain writes; what the domain refuses stands at the field it names."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def refuse(self, refusal: Refused) -> None:
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.message)


class DayInput(forms.DateInput):
    """The browser's own date picker."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DayField(forms.DateField):
    widget = DayInput


def zone_choices(blank: str | None = None) -> list[tuple[str, str]]:
    """Time zones by name, after a blank one if there is a word for it."""
    names = sorted(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "posix")))
    zones = [(name, name.replace("_", " ")) for name in ("UTC", *names)]
    return zones if blank is None else [("", blank), *zones]
