"""The notes on a candidate: a section of the record that stands for itself."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from hiring.domain.notes import correct_note, remove_note, write_note
from hiring.forms.notes import NoteForm
from hiring.models import Candidacy, CandidateNote
from hiring.views.access import candidacy_at
from salesmgmt.common.problems import NotAllowed, Refused
from salesmgmt.web.access import needing
from salesmgmt.web.toasts import toast, toast_with


@require_http_methods(["GET", "POST"])
@needing("hiring.read")
def notes(request: HttpRequest, pk: int) -> HttpResponse:
    """GET draws the section, POST writes a note."""
    candidacy = candidacy_at(request, pk)
    if request.method == "GET":
        return _drawn(request, candidacy)
    form = NoteForm(request.POST)

    def do(said: dict[str, Any]) -> None:
        said.pop("version")
        write_note(candidacy=candidacy, **said, by=request.user, at=timezone.now())

    return _done(request, candidacy, form, do, "The note is written")


@require_POST
@needing("hiring.read")
def correct(request: HttpRequest, pk: int, note: int) -> HttpResponse:
    candidacy = candidacy_at(request, pk)
    row = _note_at(request, candidacy, note)
    form = NoteForm(request.POST, note=row)

    def do(said: dict[str, Any]) -> None:
        correct_note(note=row, expected_version=said.pop("version"), **said, by=request.user, at=timezone.now())

    return _done(request, candidacy, form, do, "The note is corrected", note=row)


@require_POST
@needing("hiring.read")
def remove(request: HttpRequest, pk: int, note: int) -> HttpResponse:
    candidacy = candidacy_at(request, pk)
    remove_note(note=_note_at(request, candidacy, note), by=request.user, at=timezone.now())
    return _answered(request, candidacy, "The note is removed")


def _note_at(request: HttpRequest, candidacy: Candidacy, pk: int) -> CandidateNote:
    rows = CandidateNote.objects.visible_to(request.user).filter(candidacy=candidacy)
    return get_object_or_404(rows.select_related("author", "candidacy"), pk=pk)


def _done(
    request: HttpRequest,
    candidacy: Candidacy,
    form: NoteForm,
    do: Callable[[dict[str, Any]], None],
    words: str,
    *,
    note: CandidateNote | None = None,
) -> HttpResponse:
    """The section again, with the form as it was filled in where the act is refused."""
    if not form.is_valid():
        return _drawn(request, candidacy, form, note=note, status=422)
    try:
        do(dict(form.cleaned_data))
    except NotAllowed:
        raise
    except Refused as refusal:
        form.refuse(refusal)
        return _drawn(request, candidacy, form, note=note, status=refusal.status)
    return _answered(request, candidacy, words)


def _answered(request: HttpRequest, candidacy: Candidacy, words: str) -> HttpResponse:
    if request.htmx:
        return toast_with(_drawn(request, candidacy), words)
    toast(request, words)
    return redirect("hiring:candidacy", candidacy.pk)


def _drawn(
    request: HttpRequest,
    candidacy: Candidacy,
    form: NoteForm | None = None,
    *,
    note: CandidateNote | None = None,
    status: int = 200,
) -> HttpResponse:
    rows = CandidateNote.objects.visible_to(request.user).filter(candidacy=candidacy).select_related("author")
    context = {
        "candidacy": candidacy,
        "notes": [(row, _form_of(request, row, form, note)) for row in rows],
        "form": form if form and note is None else NoteForm(),
        "erased": candidacy.candidate.erased_at is not None,
    }
    return render(request, "hiring/candidacy/notes.html", context, status=status)


def _form_of(
    request: HttpRequest, row: CandidateNote, form: NoteForm | None, note: CandidateNote | None
) -> NoteForm | None:
    """None for a note of somebody else's."""
    if row.author_id != request.user.pk:
        return None
    return form if note is not None and note.pk == row.pk else NoteForm(note=row)
