"""The page of a list, in one call; htmx is given the list alone, at the same address."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from salesmgmt.web.access import company_at
from salesmgmt.web.lists.asked import Asked
from salesmgmt.web.lists.declaration import List, Reader
from salesmgmt.web.lists.drawing import heads_of, rows_of, total_cells
from salesmgmt.web.lists.filters import Narrowing
from salesmgmt.web.models import SavedView
from salesmgmt.web.queries.saved_views import views_of_list

LIST_ID = "list"


@dataclass(frozen=True, slots=True)
class Tab:
    """A view to choose: `view` is the saved row, or None for one that everybody has."""

    name: str
    address: str
    is_current: bool
    is_edited: bool = False
    view: SavedView | None = None


def reader_at(request: HttpRequest) -> Reader:
    return Reader(request.user, company_at(request), timezone.now())


def show_list(request: HttpRequest, listed: List, **context: Any) -> HttpResponse:
    """The page, or the list alone for htmx. 404 where the person may not open the list; raises BadCursor."""
    if not listed.visible(request.user):
        raise Http404
    views = views_of_list(listed.code, reader=request.user)
    asked = Asked(listed, reader_at(request), _query(request, listed, views))
    is_fragment = request.htmx and request.htmx.target == LIST_ID
    template = "web/lists/_list.html" if is_fragment else "web/lists/list.html"
    response = render(request, template, {**listed.here, **context, **list_context(asked, views)})
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def _query(request: HttpRequest, listed: List, views: Iterable[Any]) -> QueryDict:
    """What the address says; where it says nothing, the view with which the list opens for this person; where it only
    names a view, that view's."""
    given = request.GET
    if set(given) - {"view"}:
        return given
    named = given.get("view", "")
    chosen = next((view for view in views if (str(view.pk) == named if named else view.is_default)), None)
    if chosen is None:
        return QueryDict(listed.start)
    query = QueryDict(chosen.query, mutable=True)
    query["view"] = str(chosen.pk)
    return query


def board_filters(request: HttpRequest, listed: List, *, leave_out: Sequence[str]) -> dict[str, Any]:
    """The same filters for a board of the list's rows: `chips`, and the address of the menu as `filters`."""
    narrowing = Narrowing(listed.filters, request.GET, request.user, leave_out, request.path)
    query = request.GET.copy()
    query.setlist("leave", list(leave_out))
    address = f"{reverse('web:list-filters', args=[listed.code])}?{query.urlencode()}"
    return {"chips": narrowing.chips, "filters": address}


def list_context(asked: Asked, views: list[Any]) -> dict[str, Any]:
    listed, user, page = asked.listed, asked.reader.user, asked.page
    dressed = listed.dress(page.rows, asked.reader)
    acts = listed.acts_for(user)
    fits = page.next is None and page.previous is None
    tabs = tabs_of(asked, views)
    return {
        "listed": listed,
        "asked": asked,
        "tabs": tabs,
        "current": next((tab for tab in tabs if tab.is_current), None),
        "chips": asked.narrowing.chips,
        "heads": heads_of(asked),
        "dressed": dressed,
        "rows": rows_of(asked, dressed, picks=bool(acts)),
        "acts": acts,
        "totals": total_cells(asked, listed.totals(asked), picks=bool(acts)) if fits else "",
        "address": asked.address(cursor=asked.query.get("cursor", "")),
        "next": asked.address(cursor=page.next.sealed()) if page.next else "",
        "previous": asked.address(cursor=page.previous.sealed()) if page.previous else "",
        "is_empty": not page.rows and asked.said in ("", asked.saying(listed.start)),
        "everything": f"{asked.path}?sort={listed.order}",
        **listed.said(dressed, asked.reader),
    }


def tabs_of(asked: Asked, views: Iterable[Any]) -> list[Tab]:
    """The views that everybody has, then the person's own and their team's. A saved one named by the address is the
    current one, and edited where the address says something else than it does."""
    named = asked.query.get("view", "")
    saved = [_saved_tab(asked, view, is_named=str(view.pk) == named) for view in views]
    taken = any(tab.is_current for tab in saved)
    everything = f"sort={asked.listed.order}"
    common = [
        Tab(view.name, f"{asked.path}?{view.query or everything}", not taken and asked.saying(view.query) == asked.said)
        for view in asked.listed.views
    ]
    return [*common, *saved]


def _saved_tab(asked: Asked, view: SavedView, *, is_named: bool) -> Tab:
    same = asked.saying(view.query) == asked.said
    return Tab(view.name, f"{asked.path}?view={view.pk}", is_named, is_named and not same, view)
