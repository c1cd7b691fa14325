"""Cursor pagination of the API: `limit`, `order` and `cursor` in, `results`, `next` and a Link header out."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response

from salesmgmt.api.cursors import Cursor, opened
from salesmgmt.api.keyset import Order, Page, page_of
from salesmgmt.api.refusals import InvalidParameter

DEFAULT_LIMIT = 50
MAX_LIMIT = 200


class CursorPages(BasePagination):
    """Pages of a view's list. The view names its orders: `ordering = {"close_date": "close_date"}`, `default_order`."""

    parameters = ("cursor", "limit", "order")

    request: Request
    page: Page

    def paginate_queryset(self, queryset: QuerySet[Any], request: Request, view: Any = None) -> list[Any]:
        self.request = request
        order = chosen_order(request.query_params.get("order"), view)
        text = request.query_params.get("cursor")
        cursor = opened(text, order=order.name) if text else None
        self.page = page_of(queryset, order, cursor=cursor, limit=limit_of(request))
        return self.page.rows

    def get_paginated_response(self, data: Any) -> Response:
        following, before = self._address(self.page.next), self._address(self.page.previous)
        links = [f'<{url}>; rel="{rel}"' for url, rel in ((following, "next"), (before, "prev")) if url]
        return Response({"results": data, "next": following}, headers={"Link": ", ".join(links)} if links else None)

    def _address(self, cursor: Cursor | None) -> str | None:
        if cursor is None:
            return None
        query = self.request.query_params.copy()
        query["cursor"] = cursor.sealed()
        return f"{self.request.build_absolute_uri(self.request.path)}?{urlencode(list(_pairs(query)))}"

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        return {
            "type": "object",
            "required": ["results", "next"],
            "properties": {
                "results": schema,
                "next": {
                    "type": ["string", "null"],
                    "format": "uri",
                    "description": "The address of the next page, also in the Link header; null on the last.",
                },
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        orders = allowed_orders(view)
        return [
            _parameter("cursor", {"type": "string"}, "A place in the list, as the `next` address gives it; opaque."),
            _parameter(
                "limit",
                {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT},
                "How many rows a page has.",
            ),
            _parameter(
                "order",
                {"type": "string", "enum": orders, "default": default_order(view)},
                "What the rows are ordered by; `-` is descending. Unknown values come last upwards, first downwards.",
            ),
        ]


def _parameter(name: str, schema: dict[str, Any], description: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": description}


def default_order(view: Any) -> str:
    return getattr(view, "default_order", "id")


def allowed_orders(view: Any) -> list[str]:
    names = sorted({"id", *getattr(view, "ordering", {})})
    return [sign + name for name in names for sign in ("", "-")]


def chosen_order(name: str | None, view: Any) -> Order:
    """The order asked for, out of those the view allows. Raises InvalidParameter."""
    name = name or default_order(view)
    if name not in allowed_orders(view):
        choices = ", ".join(allowed_orders(view))
        raise InvalidParameter(f"The list cannot be ordered by {name}: choose one of {choices}.", field="order")
    columns = {"id": "pk", **getattr(view, "ordering", {})}
    return Order(name, columns[name.removeprefix("-")])


def limit_of(request: Request, *, default: int = DEFAULT_LIMIT, most: int = MAX_LIMIT) -> int:
    """How many rows are asked for. Raises InvalidParameter."""
    text = request.query_params.get("limit", str(default))
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= most):
        raise InvalidParameter(f"A page cannot have {text} rows: ask with limit for 1 to {most}.", field="limit")
    return int(text)


def _pairs(query: Any) -> list[tuple[str, str]]:
    return [(key, value) for key, values in query.lists() for value in values]
