"""Every figure, part by part of the product, with the first thing to know of it."""

from itertools import groupby

from django.apps import apps
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from salesmgmt.accounts.models import User
from salesmgmt.figures.declaration import Figure
from salesmgmt.figures.registry import figures_for
from salesmgmt.web import nav


@require_GET
def catalogue(request: HttpRequest) -> HttpResponse:
    return render(request, "figures/catalogue.html", {"parts": _parts(request.user)})


def _parts(user: User) -> list[tuple[str, str, list[tuple[Figure, str]]]]:
    """Key and name of each part in the rail's order, with its figures by title and what each is in one sentence."""
    rail = {item.key: place for place, item in enumerate(nav.visible_items(user))}
    figures = sorted(figures_for(user), key=lambda each: (rail.get(_part(each), len(rail)), _part(each), each.title))
    return [
        (part, _name(part), [(each, _first_sentence(each)) for each in of_part])
        for part, of_part in groupby(figures, key=_part)
    ]


def _part(figure: Figure) -> str:
    return figure.name.partition(".")[0]


def _name(part: str) -> str:
    app = apps.app_configs.get(part)
    return str(app.verbose_name) if app else part.capitalize()


def _first_sentence(figure: Figure) -> str:
    first, stop, _ = figure.definition.partition(". ")
    return first + stop.strip()
