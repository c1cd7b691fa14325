"""The statement of a list's first page, drawn up once for everybody who stands alike (`people.standing`).

For fifty rows the ORM takes as long to draw it up as to make the rows. What a list makes of its reader follows from how
they stand and, in the statement, from their number, which is put in where it is asked. A list that asks the clock is
drawn up each time. So is one narrowed by what people type or by one of many rows: those statements are too many.
"""

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django_filters import BooleanFilter, ChoiceFilter

from salesmgmt.api.keyset import Order, first_rows
from salesmgmt.common.drawn import AsksMeanwhile, Drawn
from salesmgmt.people.standing import Standing
from salesmgmt.web.lists.declaration import List, Reader, Rows

if TYPE_CHECKING:
    from salesmgmt.web.lists.asked import Asked

ROWS = 50
OF_FEW = (BooleanFilter, ChoiceFilter)
"""Filters that have but a few values."""


class Unknown:
    """Stands for the company and the instant of a reader while nobody reads."""

    def __getattr__(self, name: str) -> Any:
        raise AsksMeanwhile(f"A list asks for {name} of the moment, and would be remembered with it.")


def first_page_of(asked: "Asked") -> Drawn | None:
    """None where it is to be drawn up for this reader at this moment."""
    filters = asked.listed.filterset.base_filters
    if not all(isinstance(filters[name], OF_FEW) for name in asked.narrowed_by):
        return None
    return _drawn(asked.listed, Standing.of(asked.reader.user), tuple(asked.narrowed_by.items()), asked.order)


@lru_cache(maxsize=500)
def _drawn(listed: List, standing: Standing, narrowed: tuple[tuple[str, str], ...], order: Order) -> Drawn | None:
    unknown: Any = Unknown()
    reader = Reader(standing.somebody(), company=unknown, now=unknown)

    def rows() -> Rows:
        found, joined = listed.to_page(listed.narrowed(dict(narrowed), reader), reader)
        return first_rows(found, order, limit=ROWS, joined=joined)

    try:
        return Drawn(rows)
    except AsksMeanwhile:
        return None
