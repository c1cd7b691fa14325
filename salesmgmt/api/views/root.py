"""Where the API starts: every list it has."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiJsonRenderer2
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from salesmgmt.api.schema.reading import document
from salesmgmt.api.viewsets import ApiView

PREFIX = "api/v1/"


class RootView(ApiView):
    """The addresses that the API starts from."""

    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="root",
        responses={200: {"type": "object", "additionalProperties": {"type": "string", "format": "uri"}}},
    )
    def get(self, request: Request) -> Response:
        starts = sorted({route for route in routes() if route.startswith(PREFIX) and "<" not in route})
        return Response(
            {
                route.removeprefix(PREFIX).strip("/"): request.build_absolute_uri("/" + route)
                for route in starts
                if route != PREFIX
            }
        )


class SchemaView(ApiView):
    """This API as an OpenAPI 3.1 document."""

    permission_classes = [AllowAny]
    renderer_classes = [OpenApiJsonRenderer, OpenApiJsonRenderer2]

    @extend_schema(
        operation_id="schema",
        responses={(200, OpenApiJsonRenderer.media_type): {"type": "object", "additionalProperties": {}}},
    )
    def get(self, request: Request) -> Response:
        return Response(document())


def routes(patterns: list[URLPattern | URLResolver] | None = None, before: str = "") -> Iterator[str]:
    """Every route of the product as Django spells it, such as `api/v1/figures/<str:name>/`."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(pattern.pattern).removeprefix("^").removesuffix("$").replace("\\Z", "")
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route
