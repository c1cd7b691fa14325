"""The list of deals: one page in a chosen order, and what all that match add up to."""

from django.db.models import QuerySet

from pipeline.models import Deal
from pipeline.queries.board import Sums
from pipeline.queries.worth import TOTALS, VALUE
from salesmgmt.api.cursors import opened
from salesmgmt.api.keyset import Order, Page, page_of

ROWS = 50
SORTS = {
    "name": "name",
    "amount": "value",
    "due": "next_step_date",
    "entered": "stage_entered_at",
    "closes": "close_date",
}
DEFAULT_SORT = "-amount"


def order_named(name: str) -> Order:
    """One of SORTS, with `-` when descending; anything else is the largest first."""
    if name.removeprefix("-") not in SORTS:
        name = DEFAULT_SORT
    return Order(name, SORTS[name.removeprefix("-")])


def page_of_deals(deals: QuerySet[Deal], *, sort: str, cursor: str) -> Page:
    """Raises BadCursor when the cursor was changed or made for another order."""
    order = order_named(sort)
    rows = deals.annotate(value=VALUE).select_related("stage", "owner", "account")
    return page_of(rows, order, cursor=opened(cursor, order=order.name) if cursor else None, limit=ROWS)


def sums_of(deals: QuerySet[Deal]) -> Sums:
    return Sums(**deals.order_by().aggregate(**TOTALS))
