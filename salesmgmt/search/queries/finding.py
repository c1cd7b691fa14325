"""The best hits of every kind for what somebody typed, in one statement, or two where little was found."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from salesmgmt.accounts.models import User
from salesmgmt.search.kinds import ACTS, EntryKind, SearchKind, kinds_for, row_kind
from salesmgmt.search.queries.branches import exactly, nearly
from salesmgmt.search.queries.drawn import Found, found_by
from salesmgmt.search.queries.hits import Fit, Hit, fit_of, hit_of_entry, hit_of_row
from salesmgmt.search.typed import Typed, folded

ENOUGH = 3
"""With as many hits among rows, nobody is asked whether they meant something else."""


@dataclass(frozen=True, slots=True)
class Group:
    """Hits under one heading. `more` says that the kind has a list of all its hits."""

    code: str
    title: str
    hits: list[Hit]
    more: bool = False


def find(user: User, typed: Typed, *, each: int, codes: Collection[str] = ()) -> list[Group]:
    """Up to `each` hits of every kind that the person may see (of `codes`, where some are named).

    Groups whose best hit fits better come first; among equals the kinds' own order.
    """
    if not typed.words:
        return []
    kinds = [kind for kind in kinds_for(user) if not codes or kind.code in codes]
    if typed.only_acts:
        kinds = [kind for kind in kinds if kind.code == ACTS]
    rows = tuple(kind.code for kind in kinds if isinstance(kind, SearchKind))
    hits = hits_of(found_by(exactly, user, typed, each=each, codes=rows), typed)
    if len(hits) < ENOUGH and typed.is_long:
        hits += hits_of(found_by(nearly, user, typed, each=each, codes=rows), typed)
    entries = [hit for kind in kinds if isinstance(kind, EntryKind) for hit in entry_hits(kind, user, typed)]
    return _grouped(kinds, [*hits, *entries], each)


def _grouped(kinds: Sequence[SearchKind | EntryKind], hits: list[Hit], each: int) -> list[Group]:
    groups = []
    for kind in kinds:
        best = best_of(hit for hit in hits if hit.kind is kind)
        if best:
            groups.append(Group(kind.code, kind.title, best[:each], more=isinstance(kind, SearchKind)))
    return sorted(groups, key=lambda group: group.hits[0].fit > Fit.WORDS_BEGIN)


def best_of(hits: Iterable[Hit]) -> list[Hit]:
    """Each row once, as it fits best; what fits better first."""
    best: dict[object, Hit] = {}
    for hit in sorted(hits, key=lambda hit: (hit.fit, folded(hit.name))):
        best.setdefault(hit.pk or hit.url, hit)
    return list(best.values())


def entry_hits(kind: EntryKind, user: User, typed: Typed) -> Iterator[Hit]:
    for entry in kind.entries(user):
        fit = fit_of(entry.name, typed, Fit.INSIDE)
        words = f" {folded(entry.name)} {folded(entry.also)}"
        if all(f" {folded(word)}" in words for word in typed.words):
            yield hit_of_entry(kind, entry, min(fit, Fit.OTHER_WORDS), typed)
        elif all(len(word) >= 3 and folded(word) in words for word in typed.words):
            yield hit_of_entry(kind, entry, fit, typed)


def hits_of(found: Iterable[Found], typed: Typed) -> list[Hit]:
    return [
        hit_of_row(row_kind(code), row, fit_of(row["name"] or "", typed, Fit(fit)), typed, where)
        for code, fit, where, row in found
    ]
