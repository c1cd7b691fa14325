"""What candidates can be narrowed by, in the addresses of board and list."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.db.models import Model, QuerySet, Value
from django.http import QueryDict

from hiring.choices import CandidacyState
from hiring.models import CandidateSource, HiringProfile, HiringStage
from hiring.queries.candidate_list import Narrowing
from hiring.queries.people import holders
from salesmgmt.accounts.models import User
from salesmgmt.console.forms.plain import ConsoleForm
from salesmgmt.people.choices import Role
from salesmgmt.web.lists.filters import Chip

BENCHED = {"yes": "On the bench", "no": "Not on the bench"}


class CandidateMenu(ConsoleForm):
    """Offers the filters, and says which are on. Without `profiles` it is that of the board, where profile, stage and
    state go without saying."""

    search = forms.CharField(required=False, widget=forms.HiddenInput)
    sort = forms.CharField(required=False, widget=forms.HiddenInput)
    profile = forms.ModelChoiceField(HiringProfile.objects.none(), required=False, empty_label="Any role profile")
    state = forms.ChoiceField(choices=[("", "Any state"), *CandidacyState.choices], required=False)
    stage = forms.ModelChoiceField(HiringStage.objects.none(), required=False, widget=forms.HiddenInput)
    owner = forms.ModelChoiceField(User.objects.none(), required=False, empty_label="Anybody", label="Looked after by")
    source = forms.ModelChoiceField(
        CandidateSource.objects.none(), required=False, empty_label="Any source", label="Came from"
    )
    bench = forms.ChoiceField(choices=[("", "Either"), *BENCHED.items()], required=False)

    def __init__(self, query: QueryDict, *, user: User, profiles: QuerySet[HiringProfile] | None) -> None:
        super().__init__(query, auto_id="filter-%s")
        self.query = query
        self.helper.form_method = "get"
        self._offer(
            owner=holders(Role.MANAGER, Role.RECRUITER, Role.ADMIN), source=CandidateSource.objects.visible_to(user)
        )
        if profiles is None:
            self.fields["profile"] = forms.CharField(required=False, widget=forms.HiddenInput)
            for name in ("state", "stage", "sort"):
                del self.fields[name]
        else:
            self.fields["profile"].queryset = profiles
            self.fields["stage"].queryset = HiringStage.objects.visible_to(user)
        self.helper.layout = Layout(*self.fields)
        self.full_clean()

    def _offer(self, **rows: QuerySet[Any]) -> None:
        """Fills the fields to choose from in one statement."""
        named = [
            each.order_by().annotate(of=Value(name)).values_list("of", "pk", "name") for name, each in rows.items()
        ]
        found = sorted(named[0].union(*named[1:], all=True), key=lambda row: row[2])
        for name, each in rows.items():
            field: Any = self.fields[name]
            field.queryset = each
            field.choices = [("", field.empty_label), *((pk, words) for of, pk, words in found if of == name)]

    def narrowing(self) -> Narrowing:
        """What the list is narrowed to; the board knows its profile itself."""
        said = {name: value for name, value in self.cleaned_data.items() if value}
        keys = {f"{name}_id": row.pk for name, row in said.items() if isinstance(row, Model)}
        on_bench = {"yes": True, "no": False}.get(said.get("bench", ""))
        return Narrowing(**keys, state=said.get("state", ""), on_bench=on_bench, text=said.get("search", ""))

    def chips(self) -> list[Chip]:
        shown = [name for name in self.fields if self.query.get(name) and not self._is_silent(name)]
        return [Chip(self._words(name), self._without(name)) for name in shown]

    def _is_silent(self, name: str) -> bool:
        return name == "sort" or (name == "profile" and isinstance(self.fields[name], forms.CharField))

    def _words(self, name: str) -> str:
        value: Any = self.cleaned_data.get(name)
        if not value:
            return f"{self.query[name]} cannot be read as {name}"
        said = {
            "search": lambda: f"“{value}”",
            "state": lambda: CandidacyState(value).label,
            "bench": lambda: BENCHED[value],
        }
        return said.get(name, lambda: str(value))()

    def _without(self, name: str) -> str:
        query = self.query.copy()
        for dropped in (name, "cursor"):
            query.pop(dropped, None)
        return f"?{query.urlencode()}"
