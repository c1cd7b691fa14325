"""What a person has exported, and the files that are still there."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from salesmgmt.console.views.pages import act, for_admins, page
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
    if request.htmx:
        return render(request, "console/_exports.html", context)
    return page(request, "exports", "exports", **context)


@for_admins
@require_POST
def everything(request: HttpRequest) -> HttpResponse:
    begin_export_of_everything(**act(request))
    toast(request, "Everything is being written to an archive")
    return redirect("console:exports")
