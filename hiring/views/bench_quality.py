"""How good the bench is over time, beside the team of the time: one role profile, competency by competency."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from hiring.models import HiringProfile
from hiring.queries.bench_quality import quality_of
from salesmgmt.web.access import company_at, needing


@require_GET
@needing("hiring.work_candidates")
def quality(request: HttpRequest) -> HttpResponse:
    """The profile that the address names, else the first that one hires for."""
    profiles = list(HiringProfile.objects.hired_for_by(request.user).select_related("role_profile"))
    named = request.GET.get("profile", "")
    chosen = next((each for each in profiles if str(each.pk) == named), next(iter(profiles), None))
    context: dict[str, Any] = {"here": "bench", "profile": chosen, "profiles": profiles}
    if chosen is not None:
        now = timezone.now()
        courses = quality_of(chosen, viewer=request.user, at=now, company=company_at(request))
        ratings = any(month.bench.n for course in courses for month in course.months)
        context |= {"courses": courses, "ratings": ratings}
    return render(request, "hiring/bench/quality.html", context)
