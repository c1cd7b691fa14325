"""What undo, exports and saved views hold about somebody who is erased."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict

from salesmgmt.events.erasing import SHORTEST_WORD, Door, Erased, as_texts, deleting, register_door
from salesmgmt.web.models import Export, SavedView, Undo

TYPED = frozenset({"search", "q"})
"""Where a list's address holds what somebody typed."""
LEAST = 3


def _undos(of: Erased) -> QuerySet[Undo]:
    rows = as_texts(Undo.objects.all(), "params")
    return rows.filter(of.are_about() | of.name_them(rows, "params"))


deleting("web.undos", "What acts could be taken back with", _undos, model=Undo)


def _looks_for_them(query: str, of: Erased) -> bool:
    typed = (value.casefold() for name in TYPED for value in QueryDict(query).getlist(name))
    return any(len(value) >= LEAST and _names(value, of) for value in typed)


def _names(value: str, of: Erased) -> bool:
    return any(value in word for word in of.words) or any(word in value for word in of.words)


def _asked(of: Erased, model: type[Any]) -> list[int]:
    rows = model.objects.exclude(query="").values_list("pk", "query")
    return [pk for pk, query in rows.iterator(chunk_size=2000) if _looks_for_them(query, of)]


def _named_after(of: Erased) -> Q:
    found = Q(pk__in=[])
    for word in of.words:
        if len(word) >= SHORTEST_WORD:
            found |= Q(name__icontains=word)
    return found


def _views(of: Erased) -> QuerySet[SavedView]:
    return SavedView.objects.filter(Q(pk__in=_asked(of, SavedView)) | _named_after(of))


deleting("web.views", "Views that look for them", _views, model=SavedView)
register_door(
    Door(
        "web.exports",
        "What exports were narrowed by",
        (Export,),
        lambda of: len(_asked(of, Export)),
        lambda of: Export.objects.filter(pk__in=_asked(of, Export)).update(query=""),
    )
)
