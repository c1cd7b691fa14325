"""The filters above a report: the parameters that its figure takes from this person."""

from datetime import datetime
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Layout
from django import forms

from salesmgmt.accounts.models import User
from salesmgmt.common.folding import by_name
from salesmgmt.common.problems import Refused
from salesmgmt.figures.declaration import Figure
from salesmgmt.figures.reading import parameters_of, read_scope
from salesmgmt.figures.scope import Scope
from salesmgmt.people.models import Membership, Team

LABELS = {"from": "From", "to": "Up to, without", "as_of": "As of", "team": "Team", "owner": "Person", "by": "By"}


def team_choices() -> list[tuple[int, str]]:
    """Those in use, and below them the retired ones, which stay in what they did."""
    in_use, retired = Team.objects.offered(), Team.objects.retired()
    return [(team.pk, team.name) for team in in_use] + [(team.pk, f"{team}, retired") for team in retired]


class ScopeForm(forms.Form):
    """Reads a report's address. What cannot be asked stands at its field, and what no field is for above them."""

    def __init__(self, figure: Figure, user: User, given: dict[str, str], *, at: datetime) -> None:
        super().__init__(given)
        self.figure, self.user, self.given, self.at = figure, user, given, at
        self.scope: Scope | None = None
        names = [name for name in parameters_of(figure, user=user) if name in LABELS]
        for name in names:
            self.fields[name] = self._field(name)
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.disable_csrf = True
        self.helper.attrs = {"novalidate": ""}
        button = HTML('<button type="submit" class="btn btn-line">Show</button>')
        self.helper.layout = Layout(Div(*names, button, css_class="row-x wrap align-items-end"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        asked = {name: value for name, value in self.given.items() if value or name == "group"}
        try:
            self.scope = read_scope(self.figure, asked, user=self.user, at=self.at, rows=True)
        except Refused as refused:
            self.add_error(refused.field if refused.field in self.fields else None, refused.message)
        return cleaned

    def _field(self, name: str) -> forms.Field:
        if name in ("from", "to", "as_of"):
            return forms.CharField(required=False, label=LABELS[name], widget=forms.DateInput(attrs={"type": "date"}))
        return forms.CharField(required=False, label=LABELS[name], widget=forms.Select(choices=self._choices(name)))

    def _choices(self, name: str) -> list[tuple[Any, str]]:
        if name == "team":
            return [("", "All teams"), *team_choices()]
        if name == "owner":
            seen = Membership.objects.visible_to(self.user).today().order_by(by_name("user__name"), "user_id")
            return [("", "Everybody you see"), *seen.values_list("user_id", "user__name")]
        return [(grouping.name, grouping.label) for grouping in self.figure.groupings_for(self.user).values()]
