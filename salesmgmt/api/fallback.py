"""Django's own error handlers: problem documents for addresses under /api/, pages for all others."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views import defaults

from salesmgmt.api.problems import MEDIA_TYPE, document, kinds


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    detail = "The request is not valid HTTP for this host: compare it with the OpenAPI document."
    return _choose(request, "bad_request", detail, defaults.bad_request, exception=exception)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    detail = f"{request.path} is not for your roles: ask an admin for the role that it needs."
    return _choose(request, "not_allowed", detail, defaults.permission_denied, exception=exception)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    detail = f"The API has no address {request.path}: GET /api/v1/ lists those it has."
    return _choose(request, "not_found", detail, defaults.page_not_found, exception=exception)


def server_error(request: HttpRequest) -> HttpResponse:
    detail = f"{request.path} broke on our side and nothing was changed: try again, or tell an admin the time."
    return _choose(request, "error", detail, defaults.server_error)


def _choose(
    request: HttpRequest, code: str, detail: str, page: Callable[..., HttpResponse], **context: Any
) -> HttpResponse:
    if not request.path.startswith("/api/"):
        return page(request, **context)
    kind = kinds()[code]
    body = document(kind, detail=detail, instance=request.path)
    return JsonResponse(body, status=kind.status, content_type=MEDIA_TYPE)
