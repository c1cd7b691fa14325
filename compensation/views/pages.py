"""What views of pay share: pages of a list by the cursors of the API, and what was posted."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, QueryDict

from salesmgmt.api.cursors import opened
from salesmgmt.api.keyset import Order, Page, page_of
from salesmgmt.api.refusals import BadCursor

ROWS = 50


def open_page(request: HttpRequest, queryset: QuerySet[Any], *, order: str, column: str) -> Page:
    """The page that ?cursor= asks for. Http404 for a cursor that is not one of this list."""
    text = request.GET.get("cursor")
    try:
        cursor = opened(text, order=order) if text else None
    except BadCursor as refusal:
        raise Http404(refusal.message) from refusal
    return page_of(queryset, Order(order, column), cursor=cursor, limit=ROWS)


def posted(request: HttpRequest) -> QueryDict | None:
    """The body of a POST, even an empty one, for a form; None shows the form for the first time."""
    return request.POST if request.method == "POST" else None
