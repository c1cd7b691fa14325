"""How a page offers what its list can be narrowed by, and says which filters are on: kinds of filter, menu, chips.

What a parameter means stands in the list's FilterSet; here stands how it is asked for and said.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms
from django.http import QueryDict

from salesmgmt.accounts.models import User
from salesmgmt.web.components.amounts import number
from salesmgmt.web.components.days import short_day
from salesmgmt.web.nav import everybody


@dataclass(frozen=True, kw_only=True)
class Filter:
    """A filter of one parameter. `in_menu` is false for what only links narrow to: it has a chip and no field."""

    name: str
    title: str
    in_menu: bool = True
    readable: Callable[[User], bool] = everybody

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name,)

    def fields(self, user: User) -> dict[str, forms.Field]:
        return {self.name: forms.CharField(required=False, label=self.title)}

    def words(self, name: str, value: Any) -> str:
        return f"{self.title} {value}"


@dataclass(frozen=True, kw_only=True)
class Search(Filter):
    """Words; they are typed into the list's own field."""

    in_menu: bool = False

    def words(self, name: str, value: Any) -> str:
        return f"“{value}”"


@dataclass(frozen=True, kw_only=True)
class Choice(Filter):
    """One of a few; `any_words` is what the menu says for none of them."""

    choices: Sequence[tuple[str, str]]
    any_words: str = "Any"

    def fields(self, user: User) -> dict[str, forms.Field]:
        choices = [("", self.any_words), *self.choices]
        return {self.name: forms.ChoiceField(choices=choices, required=False, label=self.title)}

    def words(self, name: str, value: Any) -> str:
        return dict(self.choices)[value]


@dataclass(frozen=True, kw_only=True)
class Row(Filter):
    """A row of another table, out of those that the person may choose from; `key` is what the address holds of it."""

    rows: Callable[[User], Any]
    any_words: str = "Any"
    key: str = "pk"

    def fields(self, user: User) -> dict[str, forms.Field]:
        chosen = forms.ModelChoiceField(
            self.rows(user), required=False, label=self.title, empty_label=self.any_words, to_field_name=self.key
        )
        return {self.name: chosen}

    def words(self, name: str, value: Any) -> str:
        return str(value)


@dataclass(frozen=True, kw_only=True)
class Between(Filter):
    """From and up to, as two parameters with a suffix each; `field` makes one form field."""

    suffixes: tuple[str, str]
    titles: tuple[str, str] = ("from", "up to")
    field: Callable[..., forms.Field] = field(repr=False)

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name + self.suffixes[0], self.name + self.suffixes[1])

    def fields(self, user: User) -> dict[str, forms.Field]:
        first, second = self.names
        return {
            first: self.field(required=False, label=f"{self.title} {self.titles[0]}"),
            second: self.field(required=False, label=self.titles[1]),
        }

    def words(self, name: str, value: Any) -> str:
        is_first = name == self.names[0]
        if isinstance(value, date):
            return f"{self.title} {self.titles[not is_first]} {short_day(value, date.min)}"
        return f"{self.title} {'≥' if is_first else '≤'} {number(value)}"


def day_field(**kwargs: Any) -> forms.Field:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on: its words, and the address without it."""

    words: str
    without: str


class Menu(forms.Form):
    """The fields of the filters that a menu offers, with what the address says in them."""

    def __init__(self, narrowing: "Narrowing", filters: Iterable[Filter]) -> None:
        super().__init__(narrowing.query, auto_id="filter-%s")
        layout: list[Any] = []
        for each in filters:
            fields = each.fields(narrowing.user)
            self.fields |= fields
            layout.append(Div(*fields, css_class="pair") if len(fields) > 1 else next(iter(fields)))
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.form_method = "get"
        self.helper.disable_csrf = True
        self.helper.layout = Layout(*layout)


@dataclass(frozen=True)
class Narrowing:
    """What a query narrows to, for one person; `leave_out` names filters that go without saying here."""

    filters: Sequence[Filter]
    query: QueryDict
    user: User
    leave_out: Sequence[str] = ()
    path: str = ""

    @cached_property
    def offered(self) -> list[Filter]:
        return [each for each in self.filters if each.name not in self.leave_out and each.readable(self.user)]

    @cached_property
    def menu(self) -> Menu:
        return Menu(self, (each for each in self.offered if each.in_menu))

    @cached_property
    def menu_names(self) -> set[str]:
        return {name for each in self.offered if each.in_menu for name in each.names}

    @cached_property
    def chips(self) -> list[Chip]:
        """What is on, in words; what cannot be read is said to be left out."""
        shown = []
        for each in self.offered:
            on = [name for name in each.names if self.query.get(name)]
            fields = each.fields(self.user) if on else {}
            shown += [Chip(self._said(each, name, fields[name]), self.without(name)) for name in on]
        return shown

    def _said(self, each: Filter, name: str, asked: forms.Field) -> str:
        try:
            return each.words(name, asked.clean(self.query[name]))
        except forms.ValidationError:
            return f"{self.query[name]} cannot be read as {name}"

    def without(self, name: str) -> str:
        query = self.query.copy()
        for dropped in (name, "cursor"):
            query.pop(dropped, None)
        return f"{self.path}?{query.urlencode()}"
