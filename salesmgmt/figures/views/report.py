"""The report of a figure: a sentence, the picture, the table, the definition, and the rows it is made of."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from salesmgmt.api.cursors import opened
from salesmgmt.api.keyset import Order, page_of
from salesmgmt.figures import presentation
from salesmgmt.figures.curve_drawing import draw_curve
from salesmgmt.figures.declaration import Figure
from salesmgmt.figures.drawing import draw
from salesmgmt.figures.forms.scope import ScopeForm
from salesmgmt.figures.queries.answer import Answer, answer
from salesmgmt.figures.queries.rows import row_of, shown_rows
from salesmgmt.figures.registry import figure_for
from salesmgmt.figures.scope import Scope
from salesmgmt.figures.wording import made_of, sentence

ROWS = 50
ORDER = Order("id", "pk")


@require_GET
def report(request: HttpRequest, name: str) -> HttpResponse:
    """Broken down by the figure's first grouping unless the address says how; 422 for what cannot be asked."""
    figure = figure_for(name, request.user)
    given = request.GET.dict()
    cursor = given.pop("cursor", "")
    groupings = figure.groupings_for(request.user)
    if groupings and not given.get("by"):
        given["by"] = next(iter(groupings))
    form = ScopeForm(figure, request.user, given, at=timezone.now())
    context: dict[str, Any] = {"figure": figure, "form": form}
    if not form.is_valid() or form.scope is None:
        return render(request, "figures/report.html", context, status=422)
    context |= _answered(figure, form.scope) | _rows(figure, form.scope, cursor)
    return render(request, "figures/report.html", context)


def _answered(figure: Figure, scope: Scope) -> dict[str, Any]:
    found = answer(figure, scope, most=presentation.MOST_LINES)
    return {
        "answer": found,
        "sentence": sentence(found),
        "results": [(each.measure, presentation.result_cell(each, found.currency)) for each in found.results],
        "made_of": made_of(found.results[0]),
        "is_small": presentation.is_small(found),
        **_pictures(found),
        "groups": presentation.group_lines(found),
        "grouping": figure.groupings_for(scope.user).get(scope.by or ""),
        "as_of": presentation.as_of_words(found),
    }


def _pictures(found: Answer) -> dict[str, Any]:
    """A time has its curve, anything else a bar or point for each group."""
    if curve := draw_curve(found):
        return {"curve": curve, "curve_lines": presentation.curve_lines(found)}
    return {"picture": None if found.main.curve else draw(found)}


def _rows(figure: Figure, scope: Scope, cursor: str) -> dict[str, Any]:
    place = opened(cursor, order=ORDER.name) if cursor else None
    page = page_of(shown_rows(figure, scope), ORDER, cursor=place, limit=ROWS)
    rows = [row_of(figure, found) for found in page.rows]
    return {
        "heads": presentation.head_cells(figure),
        "rows": [(row.href, presentation.row_cells(row)) for row in rows],
        "next": page.next.sealed() if page.next else "",
    }
