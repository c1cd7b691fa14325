"""Hiring's side card on Today: how deep and how warm the bench of each profile is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from hiring.queries.bench import depths
from salesmgmt.web.access import company_at, needing


@require_GET
@needing("hiring.work_candidates")
def bench(request: HttpRequest) -> HttpResponse:
    """The profiles that the reader hires for, those that lack most first; 204 where none has a goal or anybody."""
    today = company_at(request).day_of(timezone.now())
    found = sorted(depths(request.user, today=today).items(), key=lambda each: (-each[1].missing, str(each[0])))
    if not found:
        return HttpResponse(status=204)
    return render(request, "hiring/bench/card.html", {"depths": found})
