"""Figures: the catalogue, one asked, and the rows behind it."""

from typing import Any

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from salesmgmt.api.pagination import CursorPages
from salesmgmt.api.viewsets import ApiView
from salesmgmt.figures.api.serializers import AnswerShown, FigureDeclared, RowShown
from salesmgmt.figures.declaration import Figure
from salesmgmt.figures.queries.answer import answer
from salesmgmt.figures.queries.rows import row_of, shown_rows
from salesmgmt.figures.reading import parameters_of, read_scope
from salesmgmt.figures.registry import figure_for, figures_for
from salesmgmt.figures.representation import answer_data, declaration_data, row_data

ASKED = [
    OpenApiParameter("from", OpenApiTypes.DATE, description="The first day."),
    OpenApiParameter("to", OpenApiTypes.DATE, description="The first day left out."),
    OpenApiParameter("as_of", str, description="A past instant, or a day for its end in the company's zone."),
    OpenApiParameter("team", int, description="A team and all below it."),
    OpenApiParameter("owner", int, description="A person."),
    OpenApiParameter("by", str, description="One of the figure's groupings."),
]
GROUP = OpenApiParameter("group", str, description="The key of one group of `by`; empty for the group without key.")


class FiguresView(ApiView):
    """Every figure that one may ask."""

    @extend_schema(
        operation_id="figures_list",
        responses=inline_serializer(
            "FigureList",
            {"results": FigureDeclared(many=True), "next": serializers.URLField(allow_null=True)},
        ),
    )
    def get(self, request: Request) -> Response:
        """List the figures with their definitions."""
        results = [declaration_data(figure, request.user) for figure in figures_for(request.user)]
        return Response({"results": results, "next": None})


class AskedView(ApiView):
    """A view of one figure; which parameters it takes is the figure's matter."""

    figure: Figure

    def allowed_parameters(self) -> list[str]:
        self.figure = figure_for(self.kwargs["name"], self.request.user)
        return parameters_of(self.figure, user=self.request.user)


class FigureView(AskedView):
    """A figure, asked."""

    @extend_schema(operation_id="figures_ask", parameters=ASKED, responses=AnswerShown)
    def get(self, request: Request, name: str) -> Response:
        """Ask a figure."""
        scope = read_scope(self.figure, request.query_params.dict(), user=request.user, at=timezone.now())
        return Response(answer_data(answer(self.figure, scope)))


class FigureRowsView(AskedView):
    """The records behind a figure."""

    ordering: dict[str, str] = {}

    def allowed_parameters(self) -> list[str]:
        super().allowed_parameters()
        return [*parameters_of(self.figure, user=self.request.user, rows=True), *CursorPages.parameters]

    @extend_schema(
        operation_id="figures_rows",
        parameters=[
            *ASKED,
            GROUP,
            OpenApiParameter("cursor", str, description="A place in the list, as the `next` address gives it; opaque."),
            OpenApiParameter("limit", int, description="How many rows a page has: 50, or up to 200."),
            OpenApiParameter("order", str, enum=["id", "-id"], description="What the rows are ordered by."),
        ],
        responses=inline_serializer(
            "FigureRows", {"results": RowShown(many=True), "next": serializers.URLField(allow_null=True)}
        ),
    )
    def get(self, request: Request, name: str) -> Response:
        """List the rows that add up to the figure when it is asked with the same parameters."""
        asked: dict[str, Any] = {k: v for k, v in request.query_params.items() if k not in CursorPages.parameters}
        scope = read_scope(self.figure, asked, user=request.user, at=timezone.now(), rows=True)
        pages = CursorPages()
        found = pages.paginate_queryset(shown_rows(self.figure, scope), request, view=self)
        return pages.get_paginated_response([row_data(row_of(self.figure, row)) for row in found])
