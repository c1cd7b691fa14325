"""How many are expected to leave a team, and why history does not say it."""

from decimal import Decimal
from typing import Any

from crispy_forms.layout import Layout
from django import forms

from hiring.queries.bench_need import ProfileNeed, TeamNeed
from salesmgmt.console.forms.plain import ConsoleForm

_CENT = Decimal("0.01")


class LeaverRateForm(ConsoleForm):
    """In per cent of the places a year; `said` is what the verb takes."""

    for_good = ""

    percent = forms.DecimalField(
        label="Leavers a year, % of the places", min_value=0, max_value=200, max_digits=5, decimal_places=2
    )
    note = forms.CharField(label="Why history does not say it", max_length=300)

    def __init__(self, data: Any = None, *, name: str, noted: Any = None) -> None:
        initial = {"percent": noted.yearly_rate / _CENT, "note": noted.note} if noted else {}
        super().__init__(data, initial=initial, auto_id=f"{name}-%s")
        self.name = name
        self.helper.layout = Layout("percent", "note")

    def said(self) -> dict[str, Any]:
        return {"yearly_rate": self.cleaned_data["percent"] * _CENT, "note": self.cleaned_data["note"]}


def form_name(need: ProfileNeed, team: TeamNeed) -> str:
    return f"rate-{need.profile.pk}-{team.team.pk}"
