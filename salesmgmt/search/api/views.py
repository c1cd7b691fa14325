"""/api/v1/search/: what a person may see, by the words in it."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from salesmgmt.api.pagination import limit_of
from salesmgmt.api.refusals import InvalidParameter
from salesmgmt.api.viewsets import ApiView
from salesmgmt.search.kinds import kinds_for
from salesmgmt.search.queries.finding import find
from salesmgmt.search.queries.hits import Hit
from salesmgmt.search.typed import read

EACH, MOST = 5, 50


class HitShown(serializers.Serializer[Any]):
    """One thing that was found; `id` is null for a page, an act or a figure."""

    kind = serializers.CharField(help_text="Such as `pipeline.deal`.")
    id = serializers.IntegerField(allow_null=True)
    name = serializers.CharField()
    about = serializers.CharField(help_text="What else there is to know, in a line.")
    fit = serializers.CharField(
        help_text="`exact`, `begins`, `words_begin`, `other_words`, `inside`, `resembles` or `in_text`."
    )
    href = serializers.CharField(help_text="Its page.")


class SearchView(ApiView):
    """Everything that one may see."""

    query_parameters = ("q", "kind", "limit")

    @extend_schema(
        operation_id="search",
        parameters=[
            OpenApiParameter("q", str, description="Beginnings of words; case and accents do not matter."),
            OpenApiParameter("kind", str, description="Only this kind, such as `pipeline.deal`."),
            OpenApiParameter("limit", int, description=f"How many of each kind: {EACH}, or up to {MOST}."),
        ],
        responses=inline_serializer(
            "SearchHits", {"results": HitShown(many=True), "next": serializers.URLField(allow_null=True)}
        ),
    )
    def get(self, request: Request) -> Response:
        """Find by name, words and texts: the best hits of each kind."""
        typed = read(request.query_params.get("q", ""))
        groups = find(request.user, typed, each=limit_of(request, default=EACH, most=MOST), codes=_kinds(request))
        return Response({"results": [_shown(hit) for group in groups for hit in group.hits], "next": None})


def _shown(hit: Hit) -> dict[str, Any]:
    return {
        "kind": hit.kind.code,
        "id": hit.pk,
        "name": hit.name,
        "about": hit.meta,
        "fit": hit.fit.name.lower(),
        "href": hit.url,
    }


def _kinds(request: Request) -> list[str]:
    asked = request.query_params.get("kind", "")
    known = [kind.code for kind in kinds_for(request.user)]
    if asked and asked not in known:
        raise InvalidParameter(f"You cannot search {asked}: kind is one of {', '.join(known)}.", field="kind")
    return [asked] if asked else []
