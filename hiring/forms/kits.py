"""One part of an interview kit."""

from typing import Any

from django import forms

from hiring.queries.kits import KitLine
from salesmgmt.console.forms.plain import ConsoleForm


class KitPartForm(ConsoleForm):
    """What to ask about one competency, what good looks like, and how long it takes."""

    competency = forms.IntegerField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    minutes = forms.IntegerField(min_value=1, max_value=240, label="Minutes")
    questions = forms.CharField(
        max_length=10_000, widget=forms.Textarea(attrs={"rows": 4}), label="What to ask", help_text="A question a line."
    )
    good = forms.CharField(
        max_length=10_000, required=False, widget=forms.Textarea(attrs={"rows": 3}), label="What good looks like"
    )

    def __init__(self, data: Any = None, *, line: KitLine) -> None:
        part = line.part
        initial = {
            "competency": line.competency.pk,
            "version": part.version if part else 0,
            "minutes": part.minutes if part else 10,
            "questions": part.questions if part else "",
            "good": part.good if part else "",
        }
        super().__init__(data, initial=initial, auto_id=f"kit-{line.competency.pk}-%s")

    def said(self) -> dict[str, Any]:
        said = {name: self.cleaned_data[name] for name in ("minutes", "questions", "good")}
        return {**said, "expected_version": self.cleaned_data["version"]}
