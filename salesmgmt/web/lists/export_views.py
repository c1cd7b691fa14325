"""What a person has exported, and the files that are still there."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from salesmgmt.events.choices import JobState
from salesmgmt.web.domain.exports import begin_export_of_everything
from salesmgmt.web.lists.registry import list_of_code
from salesmgmt.web.models import Export
from salesmgmt.web.toasts import toast

SHOWN = 50


@require_GET
def exports(request: HttpRequest) -> HttpResponse:
    """One's own, the latest first; the table asks for itself again while a file is being written."""
    rows = list(Export.objects.visible_to(request.user).select_related("job", "file").order_by("-created_at")[:SHOWN])
    for row in rows:
        listed = list_of_code(row.list_code)
        row.title = listed.title if listed else "Everything"
    moving = any(row.job and row.job.state in (JobState.QUEUED, JobState.RUNNING) for row in rows)
    context = {"exports": rows, "moving": moving, "now": timezone.now()}
    return render(request, "web/lists/_exports.html" if request.htmx else "web/lists/exports.html", context)


@require_POST
def everything(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm("people.edit_members"):
        raise Http404
    begin_export_of_everything(by=request.user, at=timezone.now())
    toast(request, "Everything is being written to an archive")
    return redirect("web:exports")
