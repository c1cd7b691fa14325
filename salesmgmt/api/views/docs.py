"""The API's documentation as pages of ours, drawn from the OpenAPI document."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from salesmgmt.api.problems import kinds
from salesmgmt.api.schema.reading import parts, version


@require_GET
def docs(request: HttpRequest) -> HttpResponse:
    """What all operations have in common, and every one of them by name."""
    return _page(
        request, "index", parts=parts(), kinds=sorted(kinds().values(), key=lambda kind: (kind.status, kind.code))
    )


@require_GET
def docs_part(request: HttpRequest, slug: str) -> HttpResponse:
    """The operations of one app."""
    part = next((part for part in parts() if part.slug == slug), None)
    if part is None:
        raise Http404
    return _page(request, "part", parts=parts(), part=part)


def _page(request: HttpRequest, template: str, **context: object) -> HttpResponse:
    return render(request, f"api/docs/{template}.html", {**context, "version": version()})
