"""Settling what a candidate asked for."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms

from hiring.models import CandidateRequest
from salesmgmt.console.forms.plain import ConsoleForm


class SettleForm(ConsoleForm):
    """What was done, which the list keeps; `row` is the request."""

    note = forms.CharField(max_length=300, label="What was done")

    def __init__(self, data: Any = None, *, row: CandidateRequest) -> None:
        self.row = row
        super().__init__(data, auto_id=f"settle-{row.pk}-%s")
        self.helper.layout = Layout("note")

    def said(self) -> dict[str, Any]:
        return dict(self.cleaned_data)
