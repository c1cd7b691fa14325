"""What can be the same thing twice: each app declares its kinds in its `duplicates.py`."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import F, Model, Q, QuerySet

from salesmgmt.duplicates.normal import PersonName, _Normal

if TYPE_CHECKING:
    from salesmgmt.accounts.models import User
    from salesmgmt.duplicates.models import MergeRecord

NAME = "NAME"


@dataclass(frozen=True, slots=True)
class Key:
    """What is the same in two rows of one thing: `column` of `model`, brought into a form that compares.

    `subject` is the path from `model` to the row; `fact` is the name under which somebody who enters a row says it.
    """

    code: str
    words: str
    score: int
    model: type[Model]
    column: str
    normal: type[_Normal] | None = None
    subject: str = "pk"
    fact: str = ""
    only: Q = field(default_factory=Q)

    def rows(self) -> QuerySet[Any, Any]:
        """(subject, value) of every row that has one."""
        value = self.normal(F(self.column)) if self.normal else F(self.column)
        rows = self.model._default_manager.order_by().filter(self.only).annotate(same_subject=F(self.subject))
        return (
            rows.annotate(same_value=value).filter(same_value__isnull=False).values_list("same_subject", "same_value")
        )


def no_urls(rows: Iterable[Model]) -> Mapping[int, str]:
    return {}


def nothing_against(*args: Any, **kwargs: Any) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Mergeable:
    """A kind of row: what makes two of them alike, what is chosen when they are merged, and who may.

    `rows` are those that a person may merge. `name_alone` is how alike two names must be for a pair without any other
    reason; None where names alone make none. `found_by` and `imported` are the events after which is looked, `record`
    is what imports call the rows. `against` and `against_unmerge` answer with the sentence that forbids a merge or its
    undoing, or with nothing; `clashes` say by the constraint why the database refuses a merge, and the way out. `urls`
    are the rows' pages, `place` is the beginning of the names of the pages for pairs, `noun` that of the events.
    `along` says which field goes with a chosen one: an amount is nothing without its currency. `named` are the rows
    whose names say who they are. `worked_out` are the tables that a job fills from what is known of a row: a merge and
    its undoing leave them to the job, which knows then what is true. `joined` are the tables with one row at most for
    each, and what the row of the kept one takes over from that of the other, which goes with it.
    """

    model: type[Model]
    noun: str
    title: str
    place: str
    page: str
    permission: str
    rows: Callable[["User"], QuerySet[Any]]
    keys: Sequence[Key]
    fields: Sequence[str]
    found_by: Iterable[str]
    imported: Iterable[str] = ()
    record: str = ""
    along: Mapping[str, str] = field(default_factory=dict)
    name_field: str = "name"
    name_normal: type[_Normal] = PersonName
    named: Q = field(default_factory=Q)
    name_alone: float | None = None
    name_like: float = 0.6
    hint: Callable[[Any], str] = nothing_against
    urls: Callable[[Iterable[Any]], Mapping[int, str]] = no_urls
    worked_out: Sequence[type[Model]] = ()
    clashes: Mapping[str, str] = field(default_factory=dict)
    joined: Mapping[type[Model], Callable[[Any, Any], None]] = field(default_factory=dict)
    against: Callable[[Any, Any], str] = nothing_against
    against_unmerge: Callable[[Any, "MergeRecord"], str] = nothing_against

    @property
    def kind(self) -> str:
        return self.model._meta.label_lower

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    def names(self) -> QuerySet[Any, Any]:
        """(subject, value) of every row's name."""
        key = Key(NAME, "", 0, self.model, self.name_field, self.name_normal, only=self.named)
        return key.rows()


_mergeables: dict[str, Mergeable] = {}


def register_mergeable(mergeable: Mergeable) -> Mergeable:
    """Declares a kind. Raises ValueError for one declared twice."""
    if mergeable.kind in _mergeables:
        raise ValueError(f"{mergeable.kind} is declared twice: a kind has one declaration.")
    _mergeables[mergeable.kind] = mergeable
    return mergeable


def mergeable_of(kind: str) -> Mergeable:
    return _mergeables[kind]


def mergeables() -> list[Mergeable]:
    return sorted(_mergeables.values(), key=lambda each: each.kind)
