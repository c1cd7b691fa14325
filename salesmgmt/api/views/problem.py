"""The page behind a problem's `type`: what it means and what to do."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from salesmgmt.api.problems import kinds


def problem(request: HttpRequest, code: str) -> HttpResponse:
    kind = kinds().get(code)
    if kind is None:
        raise Http404
    return render(request, "api/problem.html", {"kind": kind})
