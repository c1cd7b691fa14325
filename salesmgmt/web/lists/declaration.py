"""What a list is: declared once in an app's `lists.py`, found at start-up.

    from salesmgmt.web.lists.declaration import Column, List
    from salesmgmt.web.lists.registry import register
    DEALS = register(List(code="deals", rows=lambda reader: Deal.objects.visible_to(reader.user), columns=…, …))

A view is one call: `views.showing.show_list(request, DEALS)`. A column or filter that a person may not read
(`readable`) is not there for them: it cannot be shown, narrowed by, ordered by, saved or exported.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Model, QuerySet
from django.http import QueryDict
from django.utils.text import capfirst
from django_filters import FilterSet

from salesmgmt.accounts.models import User
from salesmgmt.people.models import Company
from salesmgmt.web.lists.filters import Filter
from salesmgmt.web.nav import everybody

if TYPE_CHECKING:
    from salesmgmt.web.lists.asked import Asked

Rows = QuerySet[Any]


@dataclass(frozen=True)
class Reader:
    """Who looks at a list, at which company, and when."""

    user: User
    company: Company
    now: datetime

    @cached_property
    def today(self) -> date:
        return self.company.day_of(self.now)


@dataclass(frozen=True, slots=True)
class Column:
    """One fact of a row. `show` draws it on the page and `value` gives it plainly for export; both take the row as
    `List.dress` made it. `order` is the column that a page is ordered by (annotated by `List.joined` if it is none of
    the model's own), and `first` is "-" where the first click orders downwards.
    """

    name: str
    title: str
    show: Callable[[Any], Any]
    value: Callable[[Any], Any] | None = None
    order: str = ""
    first: str = ""
    css: str = ""
    on_phone: bool = False
    shown: bool = True
    readable: Callable[[User], bool] = everybody


@dataclass(frozen=True, slots=True)
class View:
    """A view that everybody has: its name and its query."""

    name: str
    query: str


@dataclass(frozen=True, slots=True)
class Totals:
    """What all rows that match come to: how many, what stands under which column, and a word beside it."""

    count: int
    cells: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    worth: Decimal | None = None


@dataclass(frozen=True, slots=True)
class BulkAct:
    """What can be done to many rows at once: `do(row=, by=, at=, expected_version=, **form.said())` is the same verb
    that the row's own page calls, and answers with the row as it is then.

    `before` keeps of a row what `restore(row=, before=, by=, at=, expected_version=)` needs to take the act back;
    `version` is the number by which a change since is told, where rows of the model have none of their own. An act that
    `gives_away` may take rows out of the sight of who does it, who takes it back all the same.
    """

    name: str
    title: str
    button: str
    done: str
    form: Callable[..., forms.Form]
    do: Callable[..., Any]
    before: Callable[[Any], dict[str, Any]]
    restore: Callable[..., Any]
    allowed: Callable[[User], bool] = everybody
    version: Callable[[Any], int] = attrgetter("version")
    gives_away: bool = False


def plain(rows: Sequence[Any], reader: Reader) -> Sequence[Any]:
    return rows


def unchanged(rows: Rows, reader: Reader) -> Rows:
    return rows


def counted(asked: "Asked") -> Totals:
    return Totals(asked.narrowed.order_by().count())


def nothing(rows: Sequence[Any], reader: Reader) -> dict[str, Any]:
    return {}


@dataclass(frozen=True, kw_only=True, eq=False)
class List:
    """A list. `rows` are those that a person may see and `joined` adds what a page of them shows and is ordered by;
    `dress` makes of a page's rows what columns take, each dressed row being the model's row or having it as `row`.
    Where rows are `chosen_first`, those of a page are found before anything is joined to them, which spares readers who
    see few of very many; its orders are then none that `joined` annotates.

    `filterset` says what the parameters of the address mean, the same for page and API; `filters` say how the page
    offers them. `start` is the query of the address that says nothing. `order` names a column, with `-` when
    descending. Templates: `page` is the frame, `actions` the buttons of its head, `lead` what stands before the
    filters, `above` what stands over the table (with `said(dressed rows, reader)`), `empty` what teaches where nothing
    is yet.

    `worth` is what a row adds to what is ticked, and None where it is in another currency and not added up.

    `imported_as` is the kind of import that reads an export of it; a list without one says in `not_imported` why.
    """

    code: str
    nouns: tuple[str, str]
    title: str
    sub: str = ""
    url_name: str
    page: str
    here: Mapping[str, Any] = field(default_factory=dict)
    visible: Callable[[User], bool]
    rows: Callable[[Reader], Rows]
    joined: Callable[[Rows, Reader], Rows] = unchanged
    chosen_first: bool = False
    dress: Callable[[Sequence[Any], Reader], Sequence[Any]] = plain
    columns: tuple[Column, ...]
    filterset: type[FilterSet]
    filters: tuple[Filter, ...] = ()
    search: str = ""
    start: str = ""
    order: str
    views: tuple[View, ...] = ()
    totals: Callable[["Asked"], Totals] = counted
    worth: Callable[[Any], Decimal | None] | None = None
    acts: tuple[BulkAct, ...] = ()
    said: Callable[[Sequence[Any], Reader], dict[str, Any]] = nothing
    link: Callable[[Any], str] | None = None
    actions: str = ""
    lead: str = ""
    above: str = ""
    empty: str = ""
    imported_as: str = ""
    not_imported: str = ""

    @property
    def plural(self) -> str:
        return self.nouns[1]

    @property
    def label(self) -> str:
        return capfirst(self.plural)

    def noun(self, count: int) -> str:
        return self.nouns[count != 1]

    def columns_for(self, user: User) -> list[Column]:
        return [column for column in self.columns if column.readable(user)]

    def acts_for(self, user: User) -> list[BulkAct]:
        return [act for act in self.acts if act.allowed(user)]

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        """What the address may narrow by."""
        return tuple(self.filterset.base_filters)

    def narrowed(self, by: Mapping[str, str], reader: Reader) -> Rows:
        """The rows that the reader may see and that match `by`, which names parameters."""
        told = QueryDict(mutable=True)
        for name, value in by.items():
            told[name] = value
        return self.filterset(told, self.rows(reader), request=reader).qs

    def to_page(self, narrowed: Rows, reader: Reader) -> tuple[Rows, Callable[[Rows], Rows] | None]:
        """What its pages are cut from, and what is joined to the rows of a page that was."""
        if self.chosen_first:
            return narrowed, lambda rows: self.joined(rows, reader)
        return self.joined(narrowed, reader), None

    def parameters_for(self, user: User) -> list[str]:
        hidden = {name for each in self.filters if not each.readable(user) for name in each.names}
        return [name for name in self.parameters if name not in hidden]


def model_of(dressed: Any) -> Model:
    """The model's row behind a dressed one."""
    return dressed if isinstance(dressed, Model) else dressed.row
