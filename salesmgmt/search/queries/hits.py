"""A thing that was found, and how well it fits what was typed."""

from dataclasses import dataclass
from enum import IntEnum

from django.urls import reverse

from salesmgmt.search.kinds import Entry, EntryKind, Facts, SearchKind
from salesmgmt.search.typed import Typed, folded, marked


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
class Hit:
    kind: SearchKind | EntryKind
    pk: int | None
    name: str
    meta: str
    url: str
    icon: str
    fit: Fit
    pieces: list[tuple[str, bool]]
    facts: Facts

    @property
    def is_person(self) -> bool:
        return isinstance(self.kind, SearchKind) and self.kind.person


def hit_of_row(kind: SearchKind, facts: Facts, fit: Fit, typed: Typed, where: str = "") -> Hit:
    name = facts["name"] or ""
    said = ", ".join(part for part in (kind.meta(facts), where) if part)
    url = reverse(kind.url_name, args=[facts["key"]])
    return Hit(kind, facts["pk"], name, said, url, kind.icon, fit, marked(name, typed.words), facts)


def hit_of_entry(kind: EntryKind, entry: Entry, fit: Fit, typed: Typed) -> Hit:
    pieces = marked(entry.name, typed.words)
    return Hit(kind, None, entry.name, entry.meta, entry.url, entry.icon, fit, pieces, {})


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
