"""Text as people look for it, without regard to case and accents: expressions over the database's functions.

An index serves a search only where both are made by the same expression over the same columns, so a model declares its
index with `words_index` and its search kind asks with the same `SearchWords`.
"""

from typing import Any

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db.models import BooleanField, CharField, FloatField, Func, TextField, Transform, Value


class Folded(Transform):
    """`lower(unaccent(text))`; columns of names are read through it as `name__folded`."""

    lookup_name = "folded"
    function = "folded"
    arity = 1
    output_field = TextField()


CharField.register_lookup(Folded)


class SearchWords(Func):
    """The words of several texts, folded, each behind a space, without punctuation; nulls are left out."""

    function = "search_words"
    output_field = TextField()


class OnlyDigits(Func):
    """A phone number as it is typed without spaces."""

    function = "only_digits"
    arity = 1
    output_field = TextField()


class SearchText(Func):
    """The first 200,000 characters of a long text as a text search vector, folded."""

    function = "search_text"
    arity = 1
    output_field = SearchVectorField()


class SearchQuery(Func):
    """A text such as `hel:* & rob:*`, folded, as a text search query."""

    template = "to_tsquery('simple'::regconfig, %(expressions)s)"
    output_field = TextField()

    def __init__(self, query: str) -> None:
        super().__init__(Folded(Value(query)))


class _Condition(Func):
    template = "(%(expressions)s)"
    arity = 2
    output_field = BooleanField()


class TextMatches(_Condition):
    """SearchText @@ SearchQuery."""

    arg_joiner = " @@ "


class Begins(_Condition):
    """Whether a folded text begins with another."""

    template = "(%(expressions)s || '%%%%')"
    arg_joiner = " LIKE "


class Contains(_Condition):
    """Whether one text stands in another; SearchWords of a word asks for words that begin with it."""

    template = "(%(expressions)s || '%%%%')"
    arg_joiner = " LIKE '%%%%' || "


class ContainsAny(_Condition):
    """Whether any of several texts, joined by `|`, stands in a text.

    An index looks for each of them by all of its trigrams; of a regular expression it knows too few.
    """

    template = "(%(expressions)s, '|')))"
    arg_joiner = " LIKE ANY (string_to_array("


class Resembles(_Condition):
    """Whether some stretch of the second text is like the first, by pg_trgm.word_similarity_threshold."""

    arg_joiner = " <%% "


class Likeness(Func):
    """How like the first text some stretch of the second is, 0 to 1."""

    function = "word_similarity"
    arity = 2
    output_field = FloatField()


class Bare(Func):
    """A text without blanks at its ends."""

    function = "btrim"
    arity = 1
    output_field = TextField()


def by_name(path: str = "name") -> str:
    """What rows are ordered by that stand in the order of people's names: `order_by(by_name("user__name"), "pk")`."""
    return f"{path}__folded"


def words_index(*parts: Any, name: str) -> GinIndex:
    """The index that serves a search for words of these columns."""
    return GinIndex(OpClass(SearchWords(*parts), name="gin_trgm_ops"), name=name)
