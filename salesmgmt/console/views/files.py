"""Serving stored files: only through the rule of the row that links them."""

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from salesmgmt.files.domain.opening import note_opening
from salesmgmt.files.models import StoredFile

SHOWN_IN_THE_BROWSER = {"application/pdf", "image/png", "image/jpeg", "image/webp", "image/gif"}


@require_GET
@cache_control(private=True, no_store=True)
def stored_file(request: HttpRequest, pk: int) -> FileResponse:
    """The bytes as what they were found to be; a document runs nothing, whatever it holds."""
    stored = get_object_or_404(StoredFile.objects.visible_to(request.user), pk=pk)
    note_opening(stored=stored, by=request.user, at=timezone.now())
    return file_response(stored)


def file_response(stored: StoredFile) -> FileResponse:
    shown = stored.media_type in SHOWN_IN_THE_BROWSER
    response = FileResponse(
        stored.content.open(),
        as_attachment=not shown,
        filename=stored.name,
        content_type=stored.media_type if shown else "application/octet-stream",
    )
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    return response
