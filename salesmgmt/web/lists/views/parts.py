"""The parts of a list that are asked for when they are needed: its menus, its total row, its rows as a file."""

from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from salesmgmt.web.domain.exports import begin_export, file_name, parts_of
from salesmgmt.web.lists.drawing import total_cells
from salesmgmt.web.lists.exporting import MEDIA
from salesmgmt.web.lists.filters import Narrowing
from salesmgmt.web.lists.forms import ExportForm
from salesmgmt.web.lists.views.access import asked_at
from salesmgmt.web.toasts import toast


@require_GET
def filters(request: HttpRequest, code: str) -> HttpResponse:
    """The menu of filters. `leave` names those that go without saying where it opens: state and stage on a board."""
    asked = asked_at(request, code)
    query = asked.query.copy()
    leave = query.pop("leave", [])
    for name in ("cursor", "view"):
        query.pop(name, None)
    narrowing = Narrowing(asked.listed.filters, query, request.user, leave_out=leave)
    kept = [(name, value) for name, value in query.items() if name not in narrowing.menu_names]
    context = {"menu": narrowing.menu, "kept": kept, "view": request.GET.get("view", ""), "listed": asked.listed}
    return render(request, "web/lists/_filter_menu.html", context)


@require_GET
def columns(request: HttpRequest, code: str) -> HttpResponse:
    asked = asked_at(request, code)
    shown = [column.name for column in asked.columns]
    rest = [column for column in asked.offered if column.name not in shown]
    lines = [(column, True) for column in asked.columns[1:]] + [(column, False) for column in rest]
    kept = [(name, value) for name, value in asked.pinned.items() if name != "cols"]
    context: dict[str, Any] = {"asked": asked, "first": asked.columns[0], "lines": lines, "kept": kept}
    return render(request, "web/lists/_columns.html", {**context, "reset": asked.address(cols="")})


@require_GET
def totals(request: HttpRequest, code: str) -> HttpResponse:
    asked = asked_at(request, code)
    picks = bool(asked.listed.acts_for(request.user))
    return HttpResponse(total_cells(asked, asked.listed.totals(asked), picks=picks))


@require_http_methods(["GET", "POST"])
def export(request: HttpRequest, code: str) -> HttpResponse | StreamingHttpResponse:
    """GET asks how; POST sends the rows at once, or goes to where a large file is being written."""
    asked = asked_at(request, code)
    form = ExportForm(request.POST if request.method == "POST" else None, initial={"form": "xlsx"})
    if request.method != "POST" or not form.is_valid():
        context = {"asked": asked, "form": form, "query": asked.pinned.urlencode()}
        return render(request, "web/lists/_export.html", context, status=422 if form.errors else 200)
    now, how = timezone.now(), form.cleaned_data
    made = begin_export(asked=asked, **how, by=request.user, at=now)
    if made.job is not None:
        toast(request, f"{made.row_count:,} {asked.listed.plural} are being written to a file")
        return redirect("console:exports")
    response = StreamingHttpResponse(parts_of(asked, **how), content_type=MEDIA[how["form"]])
    response["Content-Disposition"] = f'attachment; filename="{file_name(asked.listed, how["form"], now)}"'
    return response
