"""Saved views of a list: the menu that saves, and what becomes of one."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from salesmgmt.common.problems import NotAllowed, Refused
from salesmgmt.web.domain import saved_views as verbs
from salesmgmt.web.lists.declaration import List
from salesmgmt.web.lists.forms import ViewForm
from salesmgmt.web.lists.views.access import asked_at, list_at
from salesmgmt.web.models import SavedView
from salesmgmt.web.toasts import toast


@require_http_methods(["GET", "POST"])
def views(request: HttpRequest, code: str) -> HttpResponse:
    """GET: the menu that saves what the address says, over the view that it names or as a new one. POST: a new one."""
    listed = list_at(request, code)
    if request.method == "POST":
        form = ViewForm(request.POST)
        return _saved(request, listed, form, None) or _menu(request, code, form)
    return _menu(request, code, None)


@require_POST
def change(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    listed = list_at(request, code)
    view = _view_at(request, code, pk)
    form = ViewForm(request.POST)
    return _saved(request, listed, form, view) or _menu(request, code, form)


@require_POST
def choose(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The list opens with this view from now on, or no longer."""
    list_at(request, code)
    view = _view_at(request, code, pk)
    is_default = request.POST.get("is_default") == "on"
    verbs.open_with(view=view, is_default=is_default, by=request.user, at=timezone.now())
    toast(request, f"The list opens with {view}" if is_default else f"The list no longer opens with {view}")
    return _to(list_at(request, code), f"view={view.pk}")


@require_POST
def remove(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    listed = list_at(request, code)
    view = _view_at(request, code, pk)
    undo = verbs.remove_view(view=view, by=request.user, at=timezone.now())
    toast(request, f"The view {view} is removed", undo_url=reverse("console:undo", args=[undo.pk]))
    return _to(listed, f"sort={listed.order}")


def _saved(request: HttpRequest, listed: List, form: ViewForm, view: SavedView | None) -> HttpResponse | None:
    """Where the saved view stands; None where the form was refused."""
    if not form.is_valid():
        return None
    query = QueryDict(request.POST.get("query", ""))
    asked = asked_at(request, listed.code, query)
    facts: dict[str, Any] = {**form.cleaned_data, "query": asked.said, "by": request.user, "at": timezone.now()}
    try:
        if view is None:
            saved = verbs.save_view(list_code=listed.code, **facts)
        else:
            saved = verbs.change_view(view=view, **facts)
    except NotAllowed:
        raise
    except Refused as refusal:
        form.refuse(refusal)
        return None
    left_out = f"; the list knows no {', '.join(asked.unknown)}, so that is left out" if asked.unknown else ""
    toast(request, f"The view {saved} is saved{left_out}")
    return _to(listed, f"view={saved.pk}")


def _menu(request: HttpRequest, code: str, form: ViewForm | None) -> HttpResponse:
    """The menu with the view that the address names, if there is one."""
    query = QueryDict(request.POST.get("query", "")) if form else request.GET
    asked = asked_at(request, code, query)
    named = query.get("view", "")
    shown = SavedView.objects.of_list(code, reader=request.user).select_related("owner")
    current = shown.filter(pk=int(named)).first() if named.isascii() and named.isdigit() and len(named) < 18 else None
    own = current if current and current.owner_id == request.user.pk else None
    facts = {"name": own.name, "is_shared": own.team_id is not None, "is_default": own.is_default} if own else {}
    context = {
        "listed": asked.listed,
        "query": query.urlencode(),
        "current": current,
        "own": own,
        "form": form or ViewForm(initial=facts),
    }
    return render(request, "web/lists/_view_menu.html", context, status=422 if form else 200)


def _view_at(request: HttpRequest, code: str, pk: int) -> SavedView:
    return get_object_or_404(SavedView.objects.of_list(code, reader=request.user), pk=pk)


def _to(listed: List, query: str) -> HttpResponse:
    return HttpResponse(status=204, headers={"HX-Redirect": f"{reverse(listed.url_name)}?{query}"})
