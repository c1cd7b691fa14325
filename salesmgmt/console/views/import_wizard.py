"""Preparing an import: files, columns, values, preview. A draft can be left at any step and taken up again."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from salesmgmt.common.problems import Refused
from salesmgmt.console.forms.imports import ColumnsForm, UploadForm, ValuesForm
from salesmgmt.console.views.pages import act, page
from salesmgmt.imports.domain import drafts
from salesmgmt.imports.domain.previews import Preview, preview_draft
from salesmgmt.imports.models import ImportBatch
from salesmgmt.imports.queries.samples import sample_of
from salesmgmt.imports.reading import Reading
from salesmgmt.imports.registry import ImportKind, kind_named, kind_of
from salesmgmt.imports.rules import may_import
from salesmgmt.web.toasts import toast

ROWS_LOOKED_AT = 5_000
REFUSALS_SHOWN = 30
STEPS = (("upload", "Files"), ("columns", "Columns"), ("values", "Values"), ("preview", "Look and import"))


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, kind: str) -> HttpResponse:
    """The first step; it leads to the columns of what was handed in."""
    declared = _declared(request, kind)
    form = UploadForm(*((request.POST, request.FILES) if request.method == "POST" else ()), kind=declared)
    if form.is_valid():
        try:
            draft = drafts.open_draft(kind=declared, files=form.given, source=form.source, **act(request))
            return redirect("imports:columns", draft.pk)
        except Refused as refusal:
            form.refuse(refusal)
    visible = ImportBatch.objects.visible_to(request.user).filter(kind=declared.code)
    context = {
        "form": form,
        "open_drafts": visible.filter(job=None).select_related("started_by")[:5],
        "sources": visible.values_list("source", flat=True).order_by("source").distinct()[:20],
    }
    return _step(request, "upload", declared, None, 422 if form.errors else 200, **context)


def of_draft(step: Callable[[HttpRequest, ImportBatch, ImportKind], HttpResponse]) -> Callable[..., HttpResponse]:
    """Gives a step the draft of an address and its kind. What was begun is no draft any more: whoever comes back to a
    step of it, or begins it twice, gets to its page."""

    @wraps(step)
    def answered(request: HttpRequest, pk: int) -> HttpResponse:
        found = get_object_or_404(ImportBatch.objects.visible_to(request.user).select_related("started_by"), pk=pk)
        if found.job_id is not None:
            return redirect("imports:batch", pk)
        return step(request, found, kind_of(found.kind))

    return answered


@require_http_methods(["GET", "POST"])
@of_draft
def columns(request: HttpRequest, draft: ImportBatch, kind: ImportKind) -> HttpResponse:
    """What each heading stands for. A look (htmx) shows the first rows as they would be read, and decides nothing."""
    posted = request.POST if request.method == "POST" else None
    forms = [ColumnsForm(posted, file=file, spec=kind.spec(file.name)) for file in draft.files.select_related("stored")]
    if posted is not None and request.htmx:
        return render(request, "console/import_wizard/_as_read.html", {"samples": _samples(forms)})
    refusal = _decide(request, draft, forms) if posted is not None else None
    if posted is not None and refusal is None:
        return redirect("imports:values", draft.pk)
    context = {"forms": forms, "refusal": refusal, "samples": _samples(forms)}
    return _step(request, "columns", kind, draft, 422 if refusal else 200, **context)


def _decide(request: HttpRequest, draft: ImportBatch, forms: list[ColumnsForm]) -> str | None:
    """Why a file cannot be read as is said; None when all can."""
    for form in forms:
        if not form.is_valid():
            return "Choose a column from the list for each heading, or leave it out."
        try:
            file = drafts.decide_columns(batch=draft, name=form.spec.name, asked=form.asked, **act(request))
        except Refused as refusal:
            return refusal.message
        if not file.is_settled:
            return str(file.reading["problem"])
    return None


def _samples(forms: list[ColumnsForm]) -> list[dict[str, Any]]:
    told = []
    for form in forms:
        reading = Reading.of_json(form.seen)
        if form.is_bound and form.is_valid():
            asked = form.asked
            shape = replace(
                reading.shape,
                date_order=asked.date_order or reading.shape.date_order,
                decimals=asked.decimals or reading.shape.decimals,
            )
            reading = Reading(shape, {heading: column for heading, column in asked.columns.items() if column})
        sample = sample_of(form.file, form.spec, reading)
        told.append({"spec": form.spec, "shape": reading.shape, "sample": sample})
    return told


@require_http_methods(["GET", "POST"])
@of_draft
def values(request: HttpRequest, draft: ImportBatch, kind: ImportKind) -> HttpResponse:
    """What values stand for that nothing here is called by."""
    seen = _look(request, draft)
    if isinstance(seen, HttpResponse):
        return seen
    form = ValuesForm(request.POST if request.method == "POST" else None, unknown=seen.unknown, kind=kind)
    if form.is_valid():
        for value, chosen in form.decided:
            drafts.decide_value(batch=draft, field=value.field, from_value=value.value, to_value=chosen, **act(request))
        return redirect("imports:preview", draft.pk)
    return _step(request, "values", kind, draft, 422 if form.errors else 200, form=form, **_counted(kind, draft, seen))


@require_GET
@of_draft
def preview(request: HttpRequest, draft: ImportBatch, kind: ImportKind) -> HttpResponse:
    """What the import would do: counts, old beside new, and what it would refuse."""
    seen = _look(request, draft)
    if isinstance(seen, HttpResponse):
        return seen
    context = {
        "differences": seen.differences,
        "refusals": seen.refusals[:REFUSALS_SHOWN],
        "refusal_count": len(seen.refusals),
        **_counted(kind, draft, seen),
    }
    return _step(request, "preview", kind, draft, **context)


@require_POST
@of_draft
def begin(request: HttpRequest, draft: ImportBatch, kind: ImportKind) -> HttpResponse:
    return redirect("imports:batch", drafts.begin(batch=draft, **act(request)).pk)


@require_POST
@of_draft
def discard(request: HttpRequest, draft: ImportBatch, kind: ImportKind) -> HttpResponse:
    drafts.throw_away(batch=draft, **act(request))
    toast(request, "The draft and its files are gone; nothing was imported.")
    return redirect("imports:upload", kind.short_code)


def _look(request: HttpRequest, draft: ImportBatch) -> Preview | HttpResponse:
    """The preview, or the way to what is left to ask."""
    if any(not file.is_settled for file in draft.files.all()):
        return redirect("imports:columns", draft.pk)
    return preview_draft(batch=draft, by=request.user, limit=ROWS_LOOKED_AT)


def _counted(kind: ImportKind, draft: ImportBatch, seen: Preview) -> dict[str, Any]:
    rows = {file.name: file.row_count for file in draft.files.all()}
    return {
        "counts": [
            (kind.spec(name), count, rows[name], seen.looked_at.get(name)) for name, count in seen.counts.items()
        ],
        "landing": sum(count["new"] + count["changed"] for count in seen.counts.values()),
        "partly": bool(seen.looked_at),
    }


def _step(
    request: HttpRequest, step: str, kind: ImportKind, draft: ImportBatch | None, status: int = 200, **context: Any
) -> HttpResponse:
    now = [name for name, _ in STEPS].index(step)
    steps = [
        {
            "title": title,
            "url": reverse(f"imports:{name}", args=[kind.short_code if name == "upload" else draft.pk])
            if name == "upload" or draft
            else "",
            "done": place < now,
            "now": place == now,
        }
        for place, (name, title) in enumerate(STEPS)
    ]
    context |= {"kind": kind, "draft": draft, "steps": steps}
    return page(request, f"import_wizard/{step}", "imports", status, **context)


def _declared(request: HttpRequest, name: str) -> ImportKind:
    try:
        kind = kind_named(name)
    except Refused as unknown:
        raise Http404 from unknown
    if not may_import(request.user, kind):
        raise Http404
    return kind
