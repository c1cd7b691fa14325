"""The popover "why this number"."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from salesmgmt.figures import presentation
from salesmgmt.figures.queries.answer import answer
from salesmgmt.figures.reading import read_scope
from salesmgmt.figures.registry import figure_for
from salesmgmt.figures.wording import sentence


@require_GET
def why(request: HttpRequest, name: str) -> HttpResponse:
    """What the number says and is made of; with the way to its rows and its definition."""
    figure = figure_for(name, request.user)
    scope = read_scope(figure, request.GET.dict(), user=request.user, at=timezone.now(), rows=True)
    found = answer(figure, scope)
    context = {
        "title": presentation.why_title(found),
        "sentence": sentence(found),
        "facts": presentation.why_facts(found),
        "rows_url": presentation.report_url(figure, scope) + "#rows",
        "rows_label": f"Open the {figure.rows_are}",
        "definition_url": reverse("figures:report", args=[figure.name]) + "#definition",
    }
    return render(request, "web/components/why.html", context)
