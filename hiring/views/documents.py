"""The documents of a candidate: a section of the record that stands for itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from hiring.domain.documents import add_document, remove_document
from hiring.forms.documents import DocumentForm
from hiring.models import Candidacy, CandidateDocument
from hiring.views.access import candidacy_at
from salesmgmt.common.problems import NotAllowed, Refused
from salesmgmt.web.access import needing
from salesmgmt.web.toasts import toast, toast_with, undo_url_of


@require_http_methods(["GET", "POST"])
@needing("hiring.read")
def documents(request: HttpRequest, pk: int) -> HttpResponse:
    """GET draws the section, POST adds a document to it."""
    candidacy = candidacy_at(request, pk)
    if request.method == "GET":
        return _drawn(request, candidacy, DocumentForm())
    form = DocumentForm(request.POST, request.FILES)
    if not form.is_valid():
        return _drawn(request, candidacy, form, status=422)
    file = form.cleaned_data["file"]
    try:
        added = add_document(
            candidate=candidacy.candidate,
            kind=form.cleaned_data["kind"],
            content=file.file,
            name=file.name,
            by=request.user,
            at=timezone.now(),
        )
    except NotAllowed:
        raise
    except Refused as refusal:
        form.refuse(refusal)
        return _drawn(request, candidacy, form, status=422)
    return _answered(request, candidacy, f"{added} is among the documents")


@require_POST
@needing("hiring.read")
def remove(request: HttpRequest, pk: int, document: int) -> HttpResponse:
    candidacy = candidacy_at(request, pk)
    rows = CandidateDocument.objects.visible_to(request.user).filter(candidate=candidacy.candidate_id)
    now = timezone.now()
    removed = remove_document(
        document=get_object_or_404(rows.select_related("candidate", "stored"), pk=document), by=request.user, at=now
    )
    undo = undo_url_of(removed, by=request.user, at=now)
    return _answered(request, candidacy, f"{removed} is removed; it can be brought back for 30 days", undo_url=undo)


def _answered(request: HttpRequest, candidacy: Candidacy, words: str, *, undo_url: str = "") -> HttpResponse:
    if request.htmx:
        return toast_with(_drawn(request, candidacy, DocumentForm()), words, undo_url=undo_url)
    toast(request, words, undo_url=undo_url)
    return redirect("hiring:candidacy", candidacy.pk)


def _drawn(request: HttpRequest, candidacy: Candidacy, form: DocumentForm, *, status: int = 200) -> HttpResponse:
    rows = CandidateDocument.objects.visible_to(request.user).filter(candidate=candidacy.candidate_id)
    context = {
        "candidacy": candidacy,
        "documents": rows.select_related("stored__text", "added_by"),
        "form": form,
        "may_work": candidacy.may_work,  # type: ignore[attr-defined]
    }
    return render(request, "hiring/candidacy/documents.html", context, status=status)
