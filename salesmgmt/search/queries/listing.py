"""All hits of one kind, page by page, in the order of their names."""

from dataclasses import dataclass

from django.db.models import F

from salesmgmt.accounts.models import User
from salesmgmt.common.folding import Folded
from salesmgmt.search.kinds import SearchKind
from salesmgmt.search.queries.branches import as_branch, in_texts, nearly, with_all_words
from salesmgmt.search.queries.drawn import found_in
from salesmgmt.search.queries.finding import best_of, hits_of
from salesmgmt.search.queries.hits import Fit, Hit
from salesmgmt.search.typed import Typed

SIZE = 50
LAST_PAGE = 20
"""Nobody reads a thousand hits: further words narrow them."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One page. `is_near`: nothing has these words, and these come close."""

    hits: list[Hit]
    has_more: bool
    is_near: bool = False


def listed(kind: SearchKind, user: User, typed: Typed, *, page: int) -> Listed:
    """The rows whose words, or whose texts, have all that was typed; on the first page, what comes close if none do."""
    rows = kind.visible(user)
    found = with_all_words(kind, rows, typed)
    if kind.texts and typed.is_long:
        said = [texts.values("pk") for _, texts in in_texts(kind, user, typed)]
        found = rows.filter(pk__in=found.order_by().values("pk").union(*said))
    start = (page - 1) * SIZE
    ordered = found.order_by(Folded(F(kind.name)), "pk")
    hits = hits_of(found_in([as_branch(kind, ordered, Fit.OTHER_WORDS)[start : start + SIZE + 1]]), typed)
    if not hits and page == 1 and typed.is_long:
        near = hits_of(found_in(list(nearly(kind, user, typed, SIZE))), typed)
        return Listed(best_of(near)[:SIZE], False, is_near=True)
    return Listed(hits[:SIZE], has_more=len(hits) > SIZE and page < LAST_PAGE)
