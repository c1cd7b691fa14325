"""Every figure with its definition."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from salesmgmt.figures.declaration import Figure
from salesmgmt.figures.registry import figures_for


@require_GET
def catalogue(request: HttpRequest) -> HttpResponse:
    figures = sorted(figures_for(request.user), key=_part)
    parts = [(part, list(of_part)) for part, of_part in groupby(figures, key=_part)]
    return render(request, "figures/catalogue.html", {"parts": parts})


def _part(figure: Figure) -> str:
    """What of the product a figure is of: its app, by the first part of its name."""
    return figure.name.partition(".")[0].capitalize()
