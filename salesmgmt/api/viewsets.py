"""Base views: strict about parameters, and never starting from a row that the person may not see."""

from typing import Any

from django.db.models import Model, QuerySet
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework import mixins, serializers
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from salesmgmt.api.pagination import CursorPages
from salesmgmt.api.strict import StrictParameters


class ApiView(StrictParameters, APIView):
    """A single address without a model; name its query parameters in `query_parameters`."""


class VisibleViewSet(StrictParameters, GenericViewSet[Any]):
    """Addresses over one model. A row that is not visible to the person answers 404, in lists as by id.

    Subclasses set `model`, `serializer_class` (flat), `filterset_class`, `ordering` (public name -> column) and
    `default_order`; they may narrow `get_queryset` with select_related and annotations. An action validates its input
    with `sent`, calls one domain function and answers with `shown`.
    """

    model: type[Model]
    filter_backends = [DjangoFilterBackend]
    pagination_class = CursorPages
    ordering: dict[str, str] = {}
    default_order = "id"

    def get_queryset(self) -> QuerySet[Any]:
        manager: Any = self.model._default_manager
        if getattr(self, "swagger_fake_view", False):  # the schema is drawn without a person
            return manager.none()
        return manager.visible_to(self.request.user)

    def sent(self, serializer_class: type[serializers.BaseSerializer[Any]]) -> dict[str, Any]:
        """The request's body, validated."""
        serializer = serializer_class(data=self.request.data, context=self.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        return serializer.validated_data

    def shown(self, pk: Any, *, status: int = 200) -> Response:
        """The row as the person sees it now, read afresh after a domain function changed it."""
        row = self.get_queryset().get(pk=pk)
        return Response(self.get_serializer(row).data, status=status)


class VisibleReadViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """List and detail."""
