"""Role profiles, competencies and weights."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms

from salesmgmt.console.forms.plain import ConsoleForm, DayField
from salesmgmt.people.models import Competency


class NewNounForm(ConsoleForm):
    name = forms.CharField(max_length=100)
    code = forms.SlugField(max_length=40, help_text="Stays for good: imports and programs know it by this.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("name", "code")


class NameForm(ConsoleForm):
    name = forms.CharField(max_length=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("name")


class WeightForm(ConsoleForm):
    competency = forms.ModelChoiceField(Competency.objects.offered(), empty_label="Choose one")
    weight = forms.IntegerField(
        min_value=1, max_value=100, required=False, help_text="1 to 100; blank: it no longer counts."
    )
    from_date = DayField(label="From")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("competency", "weight", "from_date")
