"""The API's documentation as a page of ours, drawn from the OpenAPI document."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET


@require_GET
def docs(request: HttpRequest) -> HttpResponse:
    return HttpResponse()
