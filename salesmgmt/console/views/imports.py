"""Importing files: handing them in, following the work, seeing what landed and what did not."""

import tempfile

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from salesmgmt.common.problems import Refused
from salesmgmt.console.forms.imports import ValueMapForm
from salesmgmt.console.views.pages import act, page
from salesmgmt.imports.domain import value_maps
from salesmgmt.imports.domain.keeping import WINDOW
from salesmgmt.imports.domain.starting import run_again
from salesmgmt.imports.domain.undoing import may_be_undone, undo_import
from salesmgmt.imports.error_file import csv_lines, write_workbook
from salesmgmt.imports.models import ImportBatch, ValueMap
from salesmgmt.imports.queries.headings import headings_of
from salesmgmt.imports.queries.outcomes import UnknownValue, unknown_values
from salesmgmt.imports.registry import ImportKind, kind_of
from salesmgmt.imports.rules import kinds_for
from salesmgmt.web.toasts import toast

IMPORTS_SHOWN = 20
REFUSALS_SHOWN = 100


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """What can be imported, what is being prepared, and what was imported; to the one kind where there is only one."""
    kinds = kinds_for(request.user)
    if not kinds:
        raise Http404
    if len(kinds) == 1:
        return redirect("imports:upload", kinds[0].short_code)
    codes = {kind.code: kind for kind in kinds}
    batches = ImportBatch.objects.visible_to(request.user).select_related("job", "started_by")
    maps = ValueMap.objects.filter(kind__in=codes).select_related("decided_by")
    context = {
        "kinds": kinds,
        "open_drafts": [(batch, codes[batch.kind]) for batch in batches.filter(job=None)[:IMPORTS_SHOWN]],
        "earlier": [(batch, codes[batch.kind]) for batch in batches.begun()[:IMPORTS_SHOWN]],
        "maps": [(each, codes[each.kind].label_of(each.field)) for each in maps],
    }
    return page(request, "imports", "imports", **context)


@require_GET
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """How far an import is, or what it did. The fragment asks again while work goes on, then for the whole page."""
    found = _visible(request, pk)
    if found.job is None:
        return redirect("imports:columns", found.pk)
    if request.htmx and (found.undo_job or found.job).is_over:
        return HttpResponse(headers={"HX-Refresh": "true"})
    if request.htmx:
        return render(request, "console/_import_progress.html", {"batch": found})
    kind = kind_of(found.kind)
    counts = [(kind.spec(file.name), found.counts.get(file.name)) for file in found.files.all()]
    refusals, headings = found.refusals.all(), headings_of(found)
    context = {
        "batch": found,
        "kind": kind,
        "counts": counts,
        "landed": sum(count["new"] + count["changed"] for _, count in counts if count),
        "same": sum(count["same"] for _, count in counts if count),
        "refused": sum(count["refused"] for _, count in counts if count),
        "refusals": headings.on(refusals[:REFUSALS_SHOWN]),
        "refusal_count": refusals.count(),
        "to_map": [(value, _form(kind, value)) for value in unknown_values(found, headings)]
        if found.job.is_over
        else [],
        "undo_until": found.created_at + WINDOW,
        "may_undo": may_be_undone(found, at=timezone.now()),
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
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks for all that an import has landed to be taken back; refused with the rows in the way."""
    begun = undo_import(batch=_visible(request, pk), **act(request))
    return redirect("imports:batch", begun.pk)


@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Imports the same files anew, after something here was put right."""
    begun = run_again(batch=_visible(request, pk), **act(request))
    return redirect("imports:batch", begun.pk)


@require_GET
def refused(request: HttpRequest, pk: int, as_workbook: bool) -> HttpResponse | StreamingHttpResponse | FileResponse:
    """The refused rows as a file, with their own cells."""
    found = _visible(request, pk)
    if as_workbook:
        into = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
        write_workbook(found, into)
        into.seek(0)
        return FileResponse(into, as_attachment=True, filename=f"import-{found.pk}-refused.xlsx")
    return StreamingHttpResponse(
        csv_lines(found),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="import-{found.pk}-refused.csv"'},
    )


def _form(kind: ImportKind, value: UnknownValue) -> ValueMapForm:
    initial = {"field": value.field, "from_value": value.value, "to_value": value.suggestion}
    return ValueMapForm(initial=initial, known=kind.known_values(value.field), auto_id=f"{value.field}_{value.rows}_%s")


def _visible(request: HttpRequest, pk: int) -> ImportBatch:
    batches = ImportBatch.objects.visible_to(request.user).select_related("job", "undo_job", "started_by")
    return get_object_or_404(batches, pk=pk)
