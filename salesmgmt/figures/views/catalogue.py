"""Every figure with its definition."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from salesmgmt.figures.registry import figures_for


@require_GET
def catalogue(request: HttpRequest) -> HttpResponse:
    return render(request, "figures/catalogue.html", {"figures": list(figures_for(request.user))})
