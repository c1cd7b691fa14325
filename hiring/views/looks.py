"""Who looked at a candidate's file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from hiring.models import Candidate
from hiring.queries.looks import SHOWN, looks_at
from salesmgmt.web.access import needing


@require_GET
@needing("hiring.configure")
def looks(request: HttpRequest, pk: int) -> HttpResponse:
    candidate = get_object_or_404(Candidate.objects.visible_to(request.user), pk=pk)
    context = {"here": "candidates", "candidate": candidate, "looks": looks_at(candidate), "now": timezone.now()}
    return render(request, "hiring/candidacy/looks.html", {**context, "most": SHOWN})
