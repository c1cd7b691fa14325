"""A list as an address asks for it: narrowed, ordered, laid out, and one page of it."""

from functools import cached_property
from typing import Any

from django.http import QueryDict

from salesmgmt.api.cursors import opened
from salesmgmt.api.keyset import Order, Page, page_at, page_of
from salesmgmt.people.standing import said_of
from salesmgmt.web.addresses import page_url
from salesmgmt.web.lists.declaration import Column, List, Reader, Rows
from salesmgmt.web.lists.filters import Narrowing
from salesmgmt.web.lists.first_page import ROWS, first_page_of

NO_FILTERS = ("sort", "cols", "cursor", "view")


class Asked:
    """`query` is all that the address says, or what stands for an address that says nothing."""

    def __init__(self, listed: List, reader: Reader, query: QueryDict) -> None:
        self.listed, self.reader, self.query = listed, reader, query

    @cached_property
    def parameters(self) -> list[str]:
        return self.listed.parameters_for(self.reader.user)

    @cached_property
    def narrowed_by(self) -> dict[str, str]:
        """The filters that are on. One that the reader may not read does nothing."""
        return {name: value for name in self.parameters if (value := self.query.get(name))}

    @cached_property
    def narrowed(self) -> Rows:
        """The rows that match, without what only a page of them needs."""
        return self.listed.narrowed(self.narrowed_by, self.reader)

    @cached_property
    def path(self) -> str:
        return page_url(self.listed.url_name)

    @cached_property
    def narrowing(self) -> Narrowing:
        return Narrowing(self.listed.filters, self.pinned, self.reader.user, path=self.path)

    @cached_property
    def offered(self) -> list[Column]:
        return self.listed.columns_for(self.reader.user)

    @cached_property
    def columns(self) -> list[Column]:
        """Those asked for, in their order; the first of the list is always there, and first."""
        first, *others = self.offered
        by_name = {column.name: column for column in others}
        names = [name for part in self.query.getlist("cols") for name in part.split(",")]
        chosen = [by_name.pop(name) for name in names if name in by_name]
        return [first, *(chosen if names else (column for column in others if column.shown))]

    @cached_property
    def order(self) -> Order:
        """The one asked for; the list's own where that is unknown, or of a column that one may not read."""
        columns = {column.name: column.order for column in self.offered if column.order}
        asked = self.query.get("sort", "")
        name = asked if asked.removeprefix("-") in columns else self.listed.order
        return Order(name, columns[name.removeprefix("-")])

    @property
    def sort(self) -> str:
        return self.order.name

    @cached_property
    def page(self) -> Page:
        """Raises BadCursor when the cursor was changed or made for another order."""
        cursor = self.query.get("cursor", "")
        place = opened(cursor, order=self.sort) if cursor else None
        if place is None and (drawn := first_page_of(self)) is not None:
            rows = drawn.rows(said_of(self.reader.user))
            return page_at(rows, self.order, cursor=None, limit=ROWS)
        found, joined = self.listed.to_page(self.narrowed, self.reader)
        return page_of(found, self.order, cursor=place, limit=ROWS, joined=joined)

    @property
    def joined(self) -> Rows:
        return self.listed.joined(self.narrowed, self.reader)

    @property
    def in_order(self) -> Rows:
        """All rows that match as the page orders them; unknown values come last upwards and first downwards."""
        column = self.order.column
        sign = "-" if self.order.descending else ""
        return self.joined.order_by(f"{sign}{column}", f"{sign}pk")

    @cached_property
    def pinned(self) -> QueryDict:
        """The address without its page, never saying nothing: an order stands in it."""
        query = self.query.copy()
        query.pop("cursor", None)
        query["sort"] = self.sort
        return query

    def address(self, **changes: Any) -> str:
        """The list's address with `changes`; an empty value drops that part. It is whole, because a side panel puts
        its record's own address in the place of the list's."""
        query = self.pinned.copy()
        for name, value in changes.items():
            query.pop(name, None)
            if value not in ("", None):
                query[name] = str(value)
        return f"{self.path}?{query.urlencode()}"

    @cached_property
    def said(self) -> str:
        """What the address says, always in the same words: filters, then order and columns where they are not those
        that the list has of itself."""
        kept = QueryDict(mutable=True)
        for name, value in self.narrowed_by.items():
            kept[name] = value
        if self.sort != self.listed.order:
            kept["sort"] = self.sort
        own = [column.name for column in self.offered[1:] if column.shown]
        names = [column.name for column in self.columns[1:]]
        if names != own:
            kept["cols"] = ",".join(names)
        return kept.urlencode()

    def saying(self, query: str) -> str:
        """The same of another query of the list, for the same reader."""
        other = Asked(self.listed, self.reader, QueryDict(query))
        other.parameters, other.offered = self.parameters, self.offered
        return other.said

    @property
    def unknown(self) -> list[str]:
        """Parts of the address that the list does not have, or not for this person."""
        known = {*self.parameters, *NO_FILTERS}
        return [name for name in self.query if name not in known]
