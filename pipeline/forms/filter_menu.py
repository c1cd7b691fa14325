"""The filter menu and the chips of board and list: what can be narrowed, and what the address narrows now."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms
from django.http import QueryDict

from pipeline.choices import StageKind
from pipeline.forms.acts import DAY
from pipeline.forms.amount_field import AmountField
from pipeline.models import Account, Stage
from pipeline.queries.people import sellers_seen_by, teams_seen_by
from salesmgmt.accounts.models import User
from salesmgmt.web.components.amounts import number
from salesmgmt.web.components.days import short_day

STEPS = {
    "attention": "Needs somebody",
    "missing": "No next step",
    "late": "Next step late",
    "paused": "Paused",
}
LIST_ONLY = ("state", "stage")


@dataclass(frozen=True)
class Chip:
    """A filter that is on: its words, and the query string without it."""

    words: str
    without: str


class FilterMenu(forms.Form):
    """Reads and offers the filters of `DealFilters`; `course` gives the stages, and None leaves state and stage out."""

    search = forms.CharField(required=False, widget=forms.HiddenInput)
    state = forms.ChoiceField(choices=[("", "Any state"), *StageKind.choices], required=False)
    stage = forms.ModelChoiceField(Stage.objects.none(), required=False, empty_label="Any stage")
    owner = forms.ModelChoiceField(User.objects.none(), required=False, empty_label="Anybody")
    team = forms.ModelChoiceField(User.objects.none(), required=False, empty_label="Any team")
    account = forms.ModelChoiceField(Account.objects.none(), required=False, widget=forms.HiddenInput)
    step = forms.ChoiceField(choices=[("", "Any"), *STEPS.items()], required=False, label="Next step")
    close_from = forms.DateField(widget=DAY, required=False, label="Closes from")
    close_to = forms.DateField(widget=DAY, required=False, label="up to")
    amount_min = AmountField(required=False, label="Amount from")
    amount_max = AmountField(required=False, label="up to")
    sort = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, query: QueryDict, *, user: User, stages: Any = None) -> None:
        super().__init__(query, auto_id="filter-%s")
        self.query = query
        owners, teams = sellers_seen_by(user), teams_seen_by(user)
        self.fields["owner"].queryset = owners
        self.fields["team"].queryset = teams
        self.fields["account"].queryset = Account.objects.visible_to(user)
        if stages is None:
            for name in LIST_ONLY:
                del self.fields[name]
        else:
            self.fields["stage"].queryset = stages
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.form_method = "get"
        self.helper.disable_csrf = True
        state = [] if stages is None else [Div(*LIST_ONLY, css_class="pair")]
        self.helper.layout = Layout(
            "search",
            "sort",
            "account",
            *state,
            Div("owner", "team", css_class="pair"),
            "step",
            Div("close_from", "close_to", css_class="pair"),
            Div("amount_min", "amount_max", css_class="pair"),
        )

    def chips(self) -> list[Chip]:
        """What is on, in words; what cannot be read is said to be left out."""
        self.full_clean()
        shown = []
        for name in self.fields:
            if name == "sort" or not self.query.get(name):
                continue
            words = self._words(name) if name in self.cleaned_data else f"{self.query[name]} cannot be read as {name}"
            shown.append(Chip(words, self._without(name)))
        return shown

    def _without(self, name: str) -> str:
        query = self.query.copy()
        for dropped in (name, "cursor"):
            query.pop(dropped, None)
        return f"?{query.urlencode()}"

    def _words(self, name: str) -> str:
        value = self.cleaned_data[name]
        today_year = {"close_from": "Closes from", "close_to": "Closes up to"}
        if name in today_year:
            return f"{today_year[name]} {short_day(value, date.min)}"
        if name.startswith("amount"):
            return f"Amount {'≥' if name == 'amount_min' else '≤'} {number(value)}"
        said = {"search": lambda: f"“{value}”", "state": lambda: StageKind(value).label, "step": lambda: STEPS[value]}
        return said.get(name, lambda: str(value))()
