"""What is asked of one kind: each branch starts from what the person may see and stops at a few rows, so that a name
that half of the company bears costs no more than one that nobody does."""

from collections.abc import Iterator
from typing import Any, Protocol

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, IntegerField, QuerySet, TextField, Value
from django.db.models.functions import Cast, JSONObject

from salesmgmt.accounts.models import User
from salesmgmt.common.folding import (
    Bare,
    Begins,
    Contains,
    ContainsAny,
    Folded,
    Likeness,
    Resembles,
    SearchQuery,
    SearchText,
    SearchWords,
    TextMatches,
)
from salesmgmt.people.models.line import IsAnyOf
from salesmgmt.search.kinds import SearchKind, TextSource
from salesmgmt.search.queries.hits import Fit

MOST_TEXTS, MOST_ALIKE = 500, 200
"""Of words that stand in more texts, or resemble more rows, only so many are looked at."""
TEXTS_FOR_A_HIT = 5
"""So many texts may belong to one row, where a few rows are all that is wanted."""


class Asked(Protocol):
    """What somebody typed, or its shape."""

    @property
    def words(self) -> tuple[str, ...]: ...
    @property
    def swapped(self) -> tuple[str, ...]: ...
    @property
    def text(self) -> str: ...
    @property
    def query(self) -> str: ...
    @property
    def is_long(self) -> bool: ...
    @property
    def may_swap(self) -> bool: ...
    @property
    def may_slip(self) -> bool: ...


def with_all_words(kind: SearchKind, rows: QuerySet[Any], asked: Asked) -> QuerySet[Any]:
    """Rows in whose words each typed word begins one."""
    for word in asked.words:
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


def exactly(kind: SearchKind, user: User, asked: Asked, each: int) -> Iterator[QuerySet[Any]]:
    rows = kind.visible(user)
    if not kind.is_small:
        begins = rows.filter(Begins(Folded(F(kind.name)), Folded(Value(asked.text))))
        yield as_branch(kind, begins.order_by(Folded(F(kind.name)), "pk"), Fit.BEGINS)[:each]
    if kind.is_small or asked.is_long:
        yield as_branch(kind, with_all_words(kind, rows, asked).order_by(), Fit.OTHER_WORDS)[: each * 3]
    if asked.is_long:
        for source, found in in_texts(kind, user, asked, most=each * TEXTS_FOR_A_HIT):
            yield as_branch(kind, found, Fit.IN_TEXT, source.where)[:each]


def in_texts(
    kind: SearchKind, user: User, asked: Asked, *, most: int = MOST_TEXTS
) -> Iterator[tuple[TextSource, QuerySet[Any]]]:
    """For each long text of a kind, the visible rows in which all words stand."""
    for source in kind.texts:
        matching = source.rows(user).filter(TextMatches(SearchText(F(source.path)), SearchQuery(asked.query)))
        subjects = ArraySubquery(matching.order_by().values(source.of)[:most])
        yield source, kind.visible(user).filter(IsAnyOf(F(kind.subject), subjects)).order_by()


def nearly(kind: SearchKind, user: User, asked: Asked, each: int) -> Iterator[QuerySet[Any]]:
    """Rows with the words inside of theirs, with two letters of a short word exchanged, and rows that resemble them."""
    rows = kind.visible(user)
    if not kind.is_small:
        inside = rows
        for word in asked.words:
            inside = inside.filter(Contains(kind.words, Bare(SearchWords(Value(word)))))
        yield as_branch(kind, inside.order_by(), Fit.INSIDE)[:each]
    if asked.may_swap:
        exchanged = rows
        for patterns in asked.swapped:
            exchanged = exchanged.filter(ContainsAny(kind.words, Value(patterns)))
        yield as_branch(kind, exchanged.order_by(), Fit.RESEMBLES)[:each]
    if not asked.may_slip:
        return
    text = Bare(SearchWords(Value(asked.text)))
    some = ArraySubquery(rows.filter(Resembles(text, kind.words)).order_by().values("pk")[:MOST_ALIKE])
    alike = kind.visible(user).filter(IsAnyOf(F("pk"), some)).order_by(Likeness(text, kind.words).desc(), "pk")
    yield as_branch(kind, alike, Fit.RESEMBLES)[:each]
