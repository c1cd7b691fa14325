"""Where the rows of figures lead: the record of the candidacy that they belong to."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET

from hiring.models import BenchEntry, StageVisit
from salesmgmt.web.access import needing


@require_GET
@needing("hiring.read")
def bench_entry(request: HttpRequest, pk: int) -> HttpResponse:
    entry = get_object_or_404(BenchEntry.objects.visible_to(request.user), pk=pk)
    return redirect("hiring:candidacy", entry.candidacy_id)


@require_GET
@needing("hiring.read")
def visit(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(StageVisit.objects.visible_to(request.user), pk=pk)
    return redirect("hiring:candidacy", found.candidacy_id)
