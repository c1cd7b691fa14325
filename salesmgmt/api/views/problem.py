"""The page behind a problem's `type`: what it means and what to do."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from salesmgmt.api.problems import kinds


@require_GET
@login_not_required
def problem(request: HttpRequest, code: str) -> HttpResponse:
    kind = kinds().get(code)
    if kind is None:
        raise Http404
    return render(request, "api/problem.html", {"kind": kind})
