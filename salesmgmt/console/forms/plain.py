"""The form that all settings share: laid out by crispy, refused by the domain in a sentence at the field."""

from functools import cache
from typing import Any
from zoneinfo import available_timezones

from crispy_forms.helper import FormHelper
from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from salesmgmt.common.problems import Refused
from salesmgmt.web.sentences import OwnSentences


class ConsoleForm(OwnSentences, forms.Form):
    """Forms clean, domain writes; what the domain refuses stands at the field it names."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def refuse(self, refusal: Refused) -> None:
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.message)

    def stand_again(self) -> None:
        """What was typed, said of the version that the page shows now: who has read of a conflict can send it again."""
        if "version" in self.initial:
            self.data = self.data.copy()
            self.data[self.add_prefix("version")] = str(self.initial["version"])


class DayInput(forms.DateInput):
    """The browser's own date picker."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DayField(forms.DateField):
    widget = DayInput


class LongSelect(forms.Select):
    """A select of hundreds, drawn at once: a template for each option takes a third of a second for time zones."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = self.format_value(value)
        options = ((key, " selected" if str(key) in chosen else "", label) for key, label in self.choices)
        drawn = format_html_join("", '<option value="{}"{}>{}</option>', options)
        return format_html(
            "<select{}>{}</select>", flatatt({"name": name, **self.build_attrs(self.attrs, attrs)}), drawn
        )


class ZoneField(forms.ChoiceField):
    """A time zone by name; none where there is a word for none."""

    widget = LongSelect

    def __init__(self, *, help_text: str, none: str = "") -> None:
        zones = [(name, name.replace("_", " ")) for name in zone_names()]
        choices = [("", none), *zones] if none else zones
        super().__init__(label="Time zone", help_text=help_text, required=not none, choices=choices)


@cache
def zone_names() -> tuple[str, ...]:
    """Asked of the machine's files once, which takes long."""
    named = (name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "posix")))
    return ("UTC", *sorted(named))
