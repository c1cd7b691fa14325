"""The best hits of every kind for what somebody typed, in one query, or two where little was found.

Each branch of the query starts from what the person may see and stops at a few rows, so that a name that half of the
company bears costs no more than one that nobody does.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, IntegerField, QuerySet, TextField, Value
from django.db.models.functions import Cast, JSONObject

from salesmgmt.accounts.models import User
from salesmgmt.common.folding import (
    Bare,
    Begins,
    Contains,
    Folded,
    Likeness,
    Resembles,
    SearchQuery,
    SearchText,
    SearchWords,
    TextMatches,
)
from salesmgmt.people.models.line import IsAnyOf
from salesmgmt.search.kinds import ACTS, EntryKind, SearchKind, TextSource, kinds_for, row_kind
from salesmgmt.search.queries.hits import Fit, Hit, fit_of, hit_of_entry, hit_of_row
from salesmgmt.search.typed import Typed, folded

SLIPS_FROM = 5
"""Shorter texts resemble too much."""
MOST_TEXTS, MOST_ALIKE = 500, 200
"""Of words that stand in more texts, or resemble more rows, only so many are looked at."""
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
    rows = [kind for kind in kinds if isinstance(kind, SearchKind)]
    hits = hits_of([branch for kind in rows for branch in _exactly(kind, user, typed, each)], typed)
    if len(hits) < ENOUGH and typed.is_long:
        hits += hits_of([branch for kind in rows for branch in nearly(kind, user, typed, each)], typed)
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


def with_all_words(kind: SearchKind, rows: QuerySet[Any], typed: Typed) -> QuerySet[Any]:
    """Rows in whose words each typed word begins one."""
    for word in typed.words:
        rows = rows.filter(Contains(kind.words, SearchWords(Value(word))))
    return rows


def as_branch(kind: SearchKind, rows: QuerySet[Any], fit: Fit, where: str = "") -> QuerySet[Any]:
    """Rows as (code, fit, where, facts), so that branches of all kinds make one query."""
    read = {"name": kind.name, "key": kind.key, **{fact: fact for fact in kind.facts}}
    if kind.person:
        read["person"] = kind.person
    columns = {"pk": F("pk"), **{name: Cast(F(path), TextField()) for name, path in read.items()}}
    return rows.annotate(
        found_code=Value(kind.code, output_field=TextField()),
        found_fit=Cast(Value(fit.value), IntegerField()),
        found_where=Value(where, output_field=TextField()),
        found_facts=JSONObject(**columns),
    ).values_list("found_code", "found_fit", "found_where", "found_facts")


def _exactly(kind: SearchKind, user: User, typed: Typed, each: int) -> Iterator[QuerySet[Any]]:
    rows = kind.visible(user)
    if not kind.is_small:
        begins = rows.filter(Begins(Folded(F(kind.name)), Folded(Value(typed.text))))
        yield as_branch(kind, begins.order_by(Folded(F(kind.name)), "pk"), Fit.BEGINS)[:each]
    if kind.is_small or typed.is_long:
        yield as_branch(kind, with_all_words(kind, rows, typed).order_by(), Fit.OTHER_WORDS)[: each * 3]
    if typed.is_long:
        yield from (
            as_branch(kind, found, Fit.IN_TEXT, source.where)[:each] for source, found in in_texts(kind, user, typed)
        )


def in_texts(kind: SearchKind, user: User, typed: Typed) -> Iterator[tuple[TextSource, QuerySet[Any]]]:
    """For each long text of a kind, the visible rows in which all words stand."""
    words = [word for part in typed.words for word in re.findall(r"\w+", part)]
    for source in kind.texts:
        matching = source.rows(user).filter(TextMatches(SearchText(F(source.path)), SearchQuery(words)))
        subjects = ArraySubquery(matching.order_by().values(source.of)[:MOST_TEXTS])
        yield source, kind.visible(user).filter(IsAnyOf(F(kind.subject), subjects)).order_by()


def nearly(kind: SearchKind, user: User, typed: Typed, each: int) -> Iterator[QuerySet[Any]]:
    """Rows with the words inside of theirs, and rows that resemble them."""
    rows = kind.visible(user)
    if not kind.is_small:
        inside = rows
        for word in typed.words:
            inside = inside.filter(Contains(kind.words, Bare(SearchWords(Value(word)))))
        yield as_branch(kind, inside.order_by(), Fit.INSIDE)[:each]
    if len(typed.text) < SLIPS_FROM:
        return
    asked = Bare(SearchWords(Value(typed.text)))
    some = ArraySubquery(rows.filter(Resembles(asked, kind.words)).order_by().values("pk")[:MOST_ALIKE])
    alike = kind.visible(user).filter(IsAnyOf(F("pk"), some)).order_by(Likeness(asked, kind.words).desc(), "pk")
    yield as_branch(kind, alike, Fit.RESEMBLES)[:each]


def hits_of(branches: list[QuerySet[Any]], typed: Typed) -> list[Hit]:
    """What branches of any kinds find, asked at once."""
    if not branches:
        return []
    found = branches[0].union(*branches[1:], all=True) if branches[1:] else branches[0]
    return [
        hit_of_row(row_kind(code), row, fit_of(row["name"] or "", typed, Fit(fit)), typed, where)
        for code, fit, where, row in found
    ]
