"""Whose people the page of consistency compares, and as of when: the same two questions as every figure page asks."""

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Layout
from django import forms

from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Refused
from salesmgmt.figures.forms.scope import LABELS, team_choices
from salesmgmt.figures.reading import read_scope
from salesmgmt.figures.registry import figure_for
from salesmgmt.figures.scope import Scope

_ASKED = ("team", "as_of")
_KEPT = ("day", "span")


class ComparedForm(forms.Form):
    """Reads the page's address. What cannot be asked stands at its field, and is not asked."""

    team = forms.CharField(required=False, label=LABELS["team"])
    as_of = forms.CharField(required=False, label=LABELS["as_of"], widget=forms.DateInput(attrs={"type": "date"}))
    day = forms.CharField(required=False, widget=forms.HiddenInput)
    span = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, given: Mapping[str, str], *, user: User, at: datetime) -> None:
        super().__init__({name: given[name] for name in (*_ASKED, *_KEPT) if given.get(name)})
        self.user, self.at = user, at
        self.teams = {str(pk): name for pk, name in team_choices()}
        self.fields["team"].widget = forms.Select(choices=[("", "All teams"), *self.teams.items()])
        for name in _KEPT:
            if not given.get(name):
                del self.fields[name]
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.disable_csrf = True
        self.helper.attrs = {"novalidate": ""}
        button = HTML('<button type="submit" class="btn btn-line">Show</button>')
        kept = [name for name in _KEPT if name in self.fields]
        self.helper.layout = Layout(Div(*_ASKED, *kept, button, css_class="row-x wrap align-items-end"))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for name in _ASKED:
            try:
                said[name] = getattr(self._read(name), name)
            except Refused as refused:
                said[name] = None
                self.add_error(name, refused.message)
        return said

    @cached_property
    def asked(self) -> dict[str, Any]:
        """What of a question the address says: its team and its instant."""
        self.full_clean()
        return {name: self.cleaned_data.get(name) for name in _ASKED}

    @property
    def team_name(self) -> str:
        return self.teams.get(str(self.asked["team"]), "")

    def _read(self, name: str) -> Scope:
        figure = figure_for("pipeline.win_rate", self.user)
        return read_scope(figure, {name: self.data.get(name, "")}, user=self.user, at=self.at)
