"""A thing that was found, and how well it fits what was typed."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from salesmgmt.search.kinds import Entry, EntryKind, SearchKind
from salesmgmt.search.typed import Typed, folded, marked
from salesmgmt.web.addresses import row_url


class Fit(IntEnum):
    """The better, the lower."""

    EXACT = 0
    BEGINS = 1
    WORDS_BEGIN = 2
    OTHER_WORDS = 3
    INSIDE = 4
    RESEMBLES = 5
    IN_TEXT = 6


@dataclass(frozen=True, slots=True)
class Mark:
    """Of whom the mark before a name is drawn."""

    pk: str
    name: str
    is_candidate: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """`pk` is None for an entry; `meta` says in a line what else there is to know."""

    kind: SearchKind | EntryKind
    pk: int | None
    name: str
    meta: str
    url: str
    icon: str
    fit: Fit
    pieces: list[tuple[str, bool]]
    mark: Mark | None = None

    @property
    def reference(self) -> str:
        """What a browser may remember of it: no name, and nothing to those who may not see the row."""
        return f"{self.kind.code}:{self.pk}" if self.pk else ""


def hit_of_row(kind: SearchKind, row: dict[str, Any], fit: Fit, typed: Typed, where: str = "") -> Hit:
    name = row["name"] or ""
    said = ", ".join(part for part in (kind.meta(row), where) if part)
    url = row_url(kind.url_name, row["key"])
    mark = Mark(row["person"], name, kind.is_candidate) if kind.person else None
    return Hit(kind, row["pk"], name, said, url, kind.icon, fit, marked(name, typed.words), mark)


def hit_of_entry(kind: EntryKind, entry: Entry, fit: Fit, typed: Typed) -> Hit:
    pieces = marked(entry.name, typed.words)
    return Hit(kind, None, entry.name, entry.meta, entry.url, entry.icon, fit, pieces)


def fit_of(name: str, typed: Typed, otherwise: Fit) -> Fit:
    """How a name fits; `otherwise` where only other columns or slips of the pen explain the hit."""
    looked_for, text = folded(typed.text), folded(name)
    if text == looked_for:
        return Fit.EXACT
    if text.startswith(looked_for):
        return Fit.BEGINS
    begins = f" {text}".replace("-", " ").replace("·", " ")
    if all(f" {folded(word)}" in begins for word in typed.words):
        return Fit.WORDS_BEGIN
    return otherwise
