"""The one way to declare a figure; everything that shows it is derived from the declaration."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import Combinable

from salesmgmt.accounts.models import User
from salesmgmt.figures.aggregates import ADDED_UP, Aggregate, Competing, Survival
from salesmgmt.figures.scope import Scope

PARAMETERS = ("from", "to", "as_of", "team", "owner")
_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?")


class Unit(StrEnum):
    COUNT = "COUNT"
    MONEY = "MONEY"
    RATE = "RATE"
    DAYS = "DAYS"
    HOURS = "HOURS"


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One value of a figure. A figure with several, such as two denominators, names each; the first is the figure."""

    name: str
    label: str
    unit: Unit
    aggregate: Aggregate


@dataclass(frozen=True, kw_only=True)
class Grouping:
    """A way to break a figure down. `key` is a column of the source or an expression over it and `text` the column that
    names the group for people; without it `says` turns the key's text into words. `spelled` is the SQL by which a key
    becomes text: rows are grouped by what is cheap to compare, and only groups are put into text. Groups come by size,
    or by key when `in_key_order`. Somebody for whom `allowed` is false does not learn that the grouping exists.
    """

    name: str
    label: str
    key: str | Combinable
    text: str | Combinable | None = None
    says: Callable[[str], str] = str
    spelled: str = "(%(expressions)s)::text"
    unknown: str = "not known"
    in_key_order: bool = False
    allowed: Callable[[User], bool] = lambda user: True


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column that rows are shown with, beside what they contribute; `says` turns a code into words."""

    name: str
    label: str
    value: str | Combinable
    says: Callable[[Any], str] | None = None

    def said(self, value: Any) -> Any:
        return value if self.says is None or value is None else self.says(value)


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A figure.

    `source` gives the rows: visible to the scope's user, filtered by its parameters, annotated with the columns that
    the measures name. `sentence` may use `{value}`, `{n}`, `{period}` and, for each measure, `{name}`, `{name_n}`,
    `{name_numerator}`, `{name_denominator}` (of amounts), `{name_low}` and `{name_high}`; `nothing` is said when no row
    counts. A figure that is a time by which half are through also has `unreached`, said until half are; both may use
    `{name_share}`, the share to which it has happened by `{name_by}`, when `{name_at_risk}` were at risk. `left_out`
    gives the rows that would belong here but lack a fact, and `left_out_why` says which. `link` is a row's address,
    `{id}` in it what `linked` names: the row's key, or of a part of something the key of the whole.
    `currency` is asked for money; without it amounts are in the company's currency.
    """

    name: str
    title: str
    sentence: str
    nothing: str
    definition: str
    denominator: str
    date_basis: str
    measures: Sequence[Measure]
    source: Callable[[Scope], QuerySet[Any]]
    columns: Sequence[Column]
    link: str
    linked: str = "pk"
    rows_are: str = "rows"
    parameters: frozenset[str] = frozenset({"from", "to", "team", "owner"})
    groupings: Sequence[Grouping] = ()
    unreached: str = ""
    left_out: Callable[[Scope], QuerySet[Any]] | None = None
    left_out_why: str = ""
    currency: Callable[[Scope], str] | None = None
    allowed: Callable[[User], bool] = lambda user: True
    contributions: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        names = [name for measure in self.measures for name in measure.aggregate.columns]
        object.__setattr__(self, "contributions", tuple(dict.fromkeys(names)))
        _refuse_bad_names(self)
        for sentence in (self.sentence, self.unreached):
            sentence.format_map(dict.fromkeys(self.placeholders(), ""))
        if bool(self.unreached) != isinstance(self.measures[0].aggregate, Survival):
            raise ValueError(f"{self.name} has to say what is unreached if it is a survival time, and only then.")
        if len({isinstance(measure.aggregate, Competing) for measure in self.measures}) > 1:
            raise ValueError(f"{self.name} mixes shares in the end with other measures: declare two figures.")
        if bool(self.left_out) != bool(self.left_out_why):
            raise ValueError(f"{self.name} says what it leaves out without why, or why without what.")

    @property
    def unit(self) -> Unit:
        return self.measures[0].unit

    @property
    def is_tallied(self) -> bool:
        """Whether rows alike are counted before they are added up."""
        aggregate = self.measures[0].aggregate
        return isinstance(aggregate, Competing) or (isinstance(aggregate, Survival) and aggregate.tallied)

    @property
    def is_added_up(self) -> bool:
        """Whether the whole is what its groups add up to; a median is not."""
        return all(isinstance(measure.aggregate, ADDED_UP) for measure in self.measures)

    def placeholders(self) -> list[str]:
        ends = ("", "_n", "_numerator", "_denominator", "_low", "_high")
        own = [m.name + end for m in self.measures for end in (*ends, *_survival_ends(m.aggregate))]
        return ["value", "n", "period", *own]

    def groupings_for(self, user: User) -> Mapping[str, Grouping]:
        return {grouping.name: grouping for grouping in self.groupings if grouping.allowed(user)}


def _survival_ends(aggregate: Aggregate) -> tuple[str, ...]:
    if isinstance(aggregate, Survival):
        return ("_share", "_by", "_at_risk")
    return ("_at_risk",) if isinstance(aggregate, Competing) else ()


def _refuse_bad_names(figure: Figure) -> None:
    if not figure.measures:
        raise ValueError(f"{figure.name} measures nothing: give it at least one measure.")
    inner = [*figure.contributions, *(each.name for each in (*figure.measures, *figure.groupings, *figure.columns))]
    for name in (figure.name, *inner):
        if not _NAME.fullmatch(name):
            raise ValueError(f"{name} cannot be a name in {figure.name}: use lower case, digits and _.")
    if unknown := figure.parameters - set(PARAMETERS):
        raise ValueError(f"{figure.name} takes {', '.join(sorted(unknown))}, which no scope has.")
