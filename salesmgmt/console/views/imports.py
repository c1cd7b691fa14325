"""Importing files: handing them in, following the work, seeing what landed and what did not."""

import csv
from collections.abc import Iterable, Iterator

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from salesmgmt.common.problems import Refused
from salesmgmt.console.forms.imports import ImportForm, ValueMapForm
from salesmgmt.console.views.pages import act, page
from salesmgmt.imports.domain import value_maps
from salesmgmt.imports.domain.previews import preview_import
from salesmgmt.imports.domain.starting import run_again, start_import
from salesmgmt.imports.models import ImportBatch, ImportRefusal, ValueMap
from salesmgmt.imports.queries.outcomes import UnknownValue, unknown_values
from salesmgmt.imports.registry import ImportKind, kind_of
from salesmgmt.imports.rules import kinds_for, may_import
from salesmgmt.web.toasts import toast

IMPORTS_SHOWN = 20
REFUSALS_SHOWN = 100
HEADING = ("file", "row", "field", "value", "reason", "way out")


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """To the first kind of import that a person may do; the page of one leads to the others."""
    first = next(iter(kinds_for(request.user)), None)
    if first is None:
        raise Http404
    return redirect(first.url_name)


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, kind: str) -> HttpResponse:
    declared = kind_of(kind)
    if not may_import(request.user, declared):
        raise Http404
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ImportForm(*posted, kind=declared)
    seen = None
    if form.is_valid():
        try:
            if "preview" in request.POST:
                seen = preview_import(kind=declared, files=form.small, **act(request))
            else:
                return redirect(
                    "imports:batch", start_import(kind=declared, files=form.given, source="upload", **act(request)).pk
                )
        except Refused as refusal:
            form.refuse(refusal)
    earlier = ImportBatch.objects.visible_to(request.user).filter(kind=kind).select_related("job", "started_by")
    context = {
        "form": form,
        "kind": declared,
        "earlier": earlier[:IMPORTS_SHOWN],
        "maps": ValueMap.objects.filter(kind=kind).select_related("decided_by"),
        "others": [each for each in kinds_for(request.user) if each != declared],
        "seen": seen,
        "seen_counts": [(declared.spec(name), count) for name, count in seen.counts.items()] if seen else [],
        "seen_refusals": seen.refusals[:REFUSALS_SHOWN] if seen else [],
    }
    return page(request, "imports", "imports", 422 if form.errors else 200, **context)


@require_GET
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """How far an import is, or what it did. The fragment asks again while work goes on, then for the whole page."""
    found = _visible(request, pk)
    if request.htmx and found.job.is_over:
        return HttpResponse(headers={"HX-Refresh": "true"})
    if request.htmx:
        return render(request, "console/_import_progress.html", {"batch": found})
    kind = kind_of(found.kind)
    counts = [(kind.spec(file.name), found.counts.get(file.name)) for file in found.files.all()]
    refusals = found.refusals.all()
    context = {
        "batch": found,
        "kind": kind,
        "counts": counts,
        "landed": sum(count["new"] + count["changed"] for _, count in counts if count),
        "same": sum(count["same"] for _, count in counts if count),
        "refused": sum(count["refused"] for _, count in counts if count),
        "refusals": refusals[:REFUSALS_SHOWN],
        "refusal_count": refusals.count(),
        "to_map": [(value, _form(kind, value)) for value in unknown_values(found)] if found.job.is_over else [],
    }
    return page(request, "import", "imports", **context)


@require_POST
def map_value(request: HttpRequest, pk: int) -> HttpResponse:
    """Records what a value stands for and imports the same files again."""
    found = _visible(request, pk)
    kind = kind_of(found.kind)
    form = ValueMapForm(request.POST, known=kind.known_values(request.POST.get("field", "")))
    if not form.is_valid():
        raise Refused(
            "This value cannot be mapped to that one; choose one of the known values on the page of the import.",
            code="bad_map",
        )
    value_maps.map_value(kind=kind, **form.cleaned_data, **act(request))
    begun = run_again(batch=found, **act(request))
    toast(request, f"“{form.cleaned_data['from_value']}” is read as “{form.cleaned_data['to_value']}” from now on.")
    return redirect("imports:batch", begun.pk)


@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Imports the same files anew, after something here was put right."""
    begun = run_again(batch=_visible(request, pk), **act(request))
    return redirect("imports:batch", begun.pk)


@require_GET
def refused(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The refused rows as a file."""
    found = _visible(request, pk)
    rows = found.refusals.iterator(chunk_size=2000)
    name = f"import-{found.pk}-refused.csv"
    return StreamingHttpResponse(
        _lines(rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _lines(rows: Iterable[ImportRefusal]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield writer.writerow(HEADING)
    for row in rows:
        cells = (f"{row.file}.csv", row.row_no, row.field, _plain(row.value), row.reason, row.way_out)
        yield writer.writerow(cells)


def _plain(value: str) -> str:
    """A text that a spreadsheet would take for a formula is marked as text."""
    return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


class _Echo:
    """Hands each line of a csv.writer on instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def _form(kind: ImportKind, value: UnknownValue) -> ValueMapForm:
    initial = {"field": value.field, "from_value": value.value, "to_value": value.suggestion}
    return ValueMapForm(initial=initial, known=kind.known_values(value.field), auto_id=f"{value.field}_{value.rows}_%s")


def _visible(request: HttpRequest, pk: int) -> ImportBatch:
    batches = ImportBatch.objects.visible_to(request.user).select_related("job", "started_by")
    return get_object_or_404(batches, pk=pk)
