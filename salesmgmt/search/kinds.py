"""What can be found, kind by kind; each app registers its kinds in its `search.py`, found at start-up.

    register_search(SearchKind("pipeline.deal", "Deals", "card", order=10, visible=Deal.objects.visible_to,
                               words=SearchWords("name", "external_id"), url_name="pipeline:deal"))

Hits are read from the kind's own rows, through `visible`, at the moment of asking: nothing is kept beside them, so
nothing lags, leaks or has to be erased twice.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from salesmgmt.accounts.models import User
from salesmgmt.common.folding import SearchWords

ACTS = "web.act"
"""The kind of what one can do."""
Facts = dict[str, str | None]
"""Columns of a row that was found, as the database writes them."""


def everybody(user: User) -> bool:
    return True


def nothing_more(facts: Facts) -> str:
    return ""


def said_of_version(version: Facts) -> str:
    """version 3, draft."""
    return f"version {version['number']}{'' if version['published_at'] else ', draft'}"


@dataclass(frozen=True, slots=True)
class TextSource:
    """Long texts of a kind: `rows` are those the person may read, `path` the indexed column, `of` the subject of the
    rows found. `where` says in a hit's line where the words stand.
    """

    where: str
    rows: Callable[[User], QuerySet[Any]]
    path: str
    of: str = "pk"


@dataclass(frozen=True, slots=True)
class SearchKind:
    """Rows that are found by name, by words and by long texts.

    `name` is the column shown; `words` the indexed expression looked in; `facts` the columns that `meta` says in a
    line; `url_name` takes the column `key`; long texts are of the row that the column `subject` names. `person` is the
    column of the person whose mark stands before the name (square for candidates). `allowed` spares a person kinds of
    which they can see none. Of a kind that `is_small` (some thousand rows) the words are looked for and nothing else.
    """

    code: str
    title: str
    icon: str
    order: int
    visible: Callable[[User], QuerySet[Any]]
    words: SearchWords
    url_name: str
    name: str = "name"
    key: str = "pk"
    subject: str = "pk"
    facts: tuple[str, ...] = ()
    meta: Callable[[Facts], str] = nothing_more
    texts: tuple[TextSource, ...] = ()
    allowed: Callable[[User], bool] = everybody
    is_small: bool = False
    person: str = ""
    is_candidate: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing that stands in the program rather than in a table: a page, a figure, an act."""

    name: str
    url: str
    icon: str
    meta: str = ""
    also: str = ""


@dataclass(frozen=True, slots=True)
class EntryKind:
    """Entries that are found by their name and by `also`, further words for it; those of a kind that `stands_open` are
    shown before anything is typed."""

    code: str
    title: str
    icon: str
    order: int
    entries: Callable[[User], Iterable[Entry]]
    stands_open: bool = False


_kinds: dict[str, SearchKind | EntryKind] = {}


def register_search(kind: SearchKind | EntryKind) -> None:
    """Raises ValueError for a code that is taken."""
    if kind.code in _kinds:
        raise ValueError(f"{kind.code} is declared twice: a kind has one declaration.")
    _kinds[kind.code] = kind


def kinds() -> list[SearchKind | EntryKind]:
    """All of them, in the order in which they are shown."""
    return sorted(_kinds.values(), key=lambda kind: (kind.order, kind.code))


def kinds_for(user: User) -> list[SearchKind | EntryKind]:
    return [kind for kind in kinds() if isinstance(kind, EntryKind) or kind.allowed(user)]


def row_kind(code: str) -> SearchKind:
    """Raises KeyError for a code that no kind of rows has."""
    kind = _kinds[code]
    if not isinstance(kind, SearchKind):
        raise KeyError(code)
    return kind
