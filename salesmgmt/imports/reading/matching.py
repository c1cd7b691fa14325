"""Which heading of a file stands for which column: by name, by a known export, as decided before, or as it seems."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from salesmgmt.imports.columns import ColumnKind, FileSpec, Layout

SEEMS_LIKE = 0.72
ENOUGH_TO_KNOW = 3
_WORD = re.compile(r"[^\w%]+|_+")


class How(StrEnum):
    """Why a heading stands for a column; what only seems so is confirmed by a person before it counts."""

    NAMED = "named"
    KNOWN = "known"
    REMEMBERED = "remembered"
    SAID = "said"
    SEEMS = "seems"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Match:
    """A heading and the column it stands for; blank where it is left out."""

    heading: str
    column: str
    how: How


@dataclass(frozen=True, slots=True)
class Matching:
    """All headings of a file, and the export that they are those of, if it is a known one."""

    matches: tuple[Match, ...]
    layout: Layout | None = None

    @property
    def columns(self) -> dict[str, str]:
        """Heading -> column, of what counts."""
        return {each.heading: each.column for each in self.matches if each.column and each.how != How.SEEMS}

    @property
    def suggestions(self) -> list[Match]:
        return [each for each in self.matches if each.how == How.SEEMS]


def match(spec: FileSpec, headings: Sequence[str], remembered: Mapping[str, str], said: Mapping[str, str]) -> Matching:
    """What somebody says now counts first, then what was decided for this source, then names, then known exports."""
    names = [heading.strip() for heading in headings if heading.strip()]
    layout = layout_of(spec, names)
    own = _own_names(spec)
    known = {normal(heading): column for heading, column in layout.headings.items()} if layout else {}
    found: dict[str, Match] = {}
    for how, asked in (
        (How.SAID, said.get),
        (How.REMEMBERED, remembered.get),
        (How.KNOWN, lambda name: known.get(normal(name))),
        (How.NAMED, lambda name: own.get(normal(name))),
    ):
        taken = {each.column for each in found.values()}
        for name in names:
            column = asked(name)
            if name not in found and column is not None and (not column or column not in taken):
                found[name] = Match(name, column, how)
    _suggest(spec, names, found)
    return Matching(tuple(found.get(name) or Match(name, "", How.NONE) for name in dict.fromkeys(names)), layout)


def layout_of(spec: FileSpec, headings: Sequence[str]) -> Layout | None:
    """The known export with the most of its headings among these, if at least three are and the key is one of them."""
    there = {normal(heading) for heading in headings}

    def fits(layout: Layout) -> int:
        return sum(normal(heading) in there for heading in layout.headings)

    best = max(spec.layouts, key=fits, default=None)
    if best is None or fits(best) < ENOUGH_TO_KNOW:
        return None
    keyed = any(column == spec.key and normal(heading) in there for heading, column in best.headings.items())
    return best if keyed or spec.key_else else None


def normal(heading: str) -> str:
    """Small letters and single blanks; “Close_Date” and “Close Date” are one heading, and so is “CloseDate”."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", heading.strip())
    return " ".join(_WORD.sub(" ", apart).lower().split())


def _own_names(spec: FileSpec) -> dict[str, str]:
    names: dict[str, str] = {}
    for column in spec.columns:
        for name in (column.name, column.label, *column.known_as):
            names.setdefault(normal(name), column.name)
    return names


def _suggest(spec: FileSpec, names: Sequence[str], found: dict[str, Match]) -> None:
    """Gives columns that nothing stands for yet the heading that is most like one of their names."""
    own = _own_names(spec)
    taken = {each.column for each in found.values()}
    scores = sorted(
        (
            (SequenceMatcher(None, normal(name), known).ratio(), name, column)
            for name in names
            if name not in found
            for known, column in own.items()
            if column not in taken
        ),
        reverse=True,
    )
    for score, name, column in scores:
        if score >= SEEMS_LIKE and name not in found and column not in taken:
            found[name] = Match(name, column, How.SEEMS)
            taken.add(column)


def joins(spec: FileSpec, columns: Mapping[str, str]) -> str | None:
    """A column that two headings stand for although its values cannot be joined."""
    for column in spec.columns:
        if column.kind != ColumnKind.TEXT and list(columns.values()).count(column.name) > 1:
            return column.name
    return None
