"""What the bench can be narrowed by: the address says it, the chips mirror it."""

from typing import Any

from django import forms
from django.db.models import F, QuerySet
from django.http import QueryDict

from hiring.choices import Tier
from hiring.models import BenchEntry, HiringProfile
from hiring.models.bench import may_be_contacted
from salesmgmt.accounts.models import User
from salesmgmt.console.forms.plain import ConsoleForm
from salesmgmt.people.models.line import IsAnyOf, company_today, line_of
from salesmgmt.web.lists.filters import Chip

WHOSE = {"mine": "Mine", "line": "Mine and my team’s"}


class BenchFilters(ConsoleForm):
    """Reads and offers the filters; what cannot be read is left out and said to be."""

    whose = forms.ChoiceField(choices=[("", "Everybody’s"), *WHOSE.items()], required=False, label="Kept warm by")
    profile = forms.ModelChoiceField(HiringProfile.objects.none(), required=False, empty_label="Any role profile")
    tier = forms.ChoiceField(choices=[("", "Any tier"), *Tier.choices], required=False)
    late = forms.BooleanField(required=False, label="Only those whose touch is late")

    def __init__(self, query: QueryDict, *, user: User, profiles: QuerySet[HiringProfile]) -> None:
        super().__init__(query, auto_id="filter-%s")
        self.query, self.user = query, user
        self.helper.form_method = "get"
        self.fields["profile"].queryset = profiles
        self.full_clean()

    def narrowed(self, entries: QuerySet[BenchEntry]) -> QuerySet[BenchEntry]:
        said = self.cleaned_data
        if said.get("whose") == "mine":
            entries = entries.filter(owner=self.user)
        if said.get("whose") == "line":
            entries = entries.filter(IsAnyOf(F("owner_id"), line_of(self.user)))
        if said.get("profile"):
            entries = entries.filter(candidacy__profile=said["profile"])
        if said.get("tier"):
            entries = entries.filter(tier=said["tier"])
        if said.get("late"):
            entries = entries.filter(may_be_contacted(company_today()), next_touch_date__lt=company_today())
        return entries

    @property
    def is_part(self) -> bool:
        """Whether some of the people of a bench are left out."""
        return any(self.cleaned_data.get(name) for name in ("whose", "tier", "late"))

    def profiles(self, profiles: QuerySet[HiringProfile]) -> QuerySet[HiringProfile]:
        """Those that the page speaks of."""
        chosen = self.cleaned_data.get("profile")
        return profiles.filter(pk=chosen.pk) if chosen else profiles

    def chips(self) -> list[Chip]:
        return [Chip(self._words(name), self._without(name)) for name in self.fields if self.query.get(name)]

    def _words(self, name: str) -> str:
        value: Any = self.cleaned_data.get(name)
        if not value:
            return f"{self.query[name]} cannot be read as {name}"
        said = {"whose": lambda: WHOSE[value], "tier": lambda: f"Tier {value}", "late": lambda: "Touch late"}
        return said.get(name, lambda: str(value))()

    def _without(self, name: str) -> str:
        query = self.query.copy()
        query.pop(name, None)
        return f"?{query.urlencode()}"
