"""Base views: strict about parameters, and never starting from a row that the person may not see."""

from typing import Any

from django.db.models import Model, QuerySet
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework import mixins, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from salesmgmt.api.authentication import refuse_out_of_scope
from salesmgmt.api.conditions import Conditional, tags_of
from salesmgmt.api.flat import Column, columns_of, flat_of, flat_row
from salesmgmt.api.idempotent import Idempotent
from salesmgmt.api.pagination import CursorPages
from salesmgmt.api.shaping import Shaped
from salesmgmt.api.strict import StrictParameters


class Conventional(Idempotent, StrictParameters):
    """What every address does: counts its senders and says what is left, keeps tokens to their scope."""

    def check_permissions(self, request: Request) -> None:
        """Whoever is turned away is counted, too."""
        for throttle in self.get_throttles():  # type: ignore[attr-defined]
            if not throttle.allow_request(request, self):
                self.throttled(request, throttle.wait())  # type: ignore[attr-defined]
        super().check_permissions(request)  # type: ignore[misc]
        refuse_out_of_scope(request)

    def check_throttles(self, request: Request) -> None:
        """Counted before permissions are asked."""

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)  # type: ignore[misc]
        standing = getattr(request, "standing", None)
        if standing is not None:
            for name, value in standing.headers().items():
                response[name] = value
        return response


class ApiView(Conventional, APIView):
    """A single address without a model; name its query parameters in `query_parameters`."""


class VisibleViewSet(Shaped, Conditional, Conventional, GenericViewSet[Any]):
    """Addresses over one model. A row that is not visible to the person answers 404, in lists as by id.

    Subclasses set `model`, `serializer_class` (flat), `filterset_class`, `ordering` (public name -> column) and
    `default_order`; they may narrow `get_queryset` with select_related and annotations. An action validates its input
    with `sent`, calls one domain function and answers with `shown` or `answer`.
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

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Lists are filtered; elsewhere a filter's name is refused like any other that is not a parameter."""
        return super().filter_queryset(queryset) if self.action == "list" else queryset

    def sent(self, serializer_class: type[serializers.BaseSerializer[Any]]) -> dict[str, Any]:
        """The request's body, validated; the version that If-Match named is the one the verb expects."""
        serializer = serializer_class(data=self.request.data, context=self.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        sent = serializer.validated_data
        if self.matched is not None and "expected_version" in sent:
            sent["expected_version"] = self.matched
        return sent

    def shown(self, pk: Any, *, status: int = 200) -> Response:
        """The row as the person sees it now, read afresh after a domain function changed it."""
        return self._afresh(self.get_queryset().get(pk=pk), status=status)

    def shown_or_gone(self, pk: Any, *, status: int = 200) -> Response:
        """The same, or 204 without a body when the act has put the row out of the person's sight."""
        rows, columns = self.get_queryset().filter(pk=pk), self._columns()
        if columns is None:
            row = rows.first()
            return Response(status=204) if row is None else self._afresh(row, status=status)
        kept = {"pk", *([self.version_field] if self.is_versioned() else ())}
        found = rows.values(*kept, *(column.path for column in columns)).first()
        if found is None:
            return Response(status=204)
        row = self.model(**{name: found[name] for name in kept})
        return self._answer(row, flat_row(columns, found), status=status, is_own=True)

    def answer(
        self,
        row: Model,
        *,
        status: int = 200,
        serializer_class: type[serializers.BaseSerializer[Any]] | None = None,
    ) -> Response:
        """The row with its ETag. Another kind of row than the view's is shown by its `serializer_class`."""
        serializer = serializer_class(row) if serializer_class else self.get_serializer(row)
        return self._answer(row, serializer.data, status=status, is_own=serializer_class is None)

    def _afresh(self, row: Model, *, status: int = 200) -> Response:
        """A row that was just read, so that its columns hold what the database does."""
        columns = self._columns()
        shown = flat_of(columns, row) if columns is not None else self.get_serializer(row).data
        return self._answer(row, shown, status=status, is_own=True)

    def _answer(self, row: Model, shown: dict[str, Any], *, status: int, is_own: bool) -> Response:
        self.answered_row = row
        response = Response(self.expanded([shown])[0], status=status)
        if is_own and self.is_versioned():
            response["ETag"] = self.tag(row)
        return response

    def _columns(self) -> tuple[Column, ...] | None:
        """Those that make up the rows, as far as they are asked for; None where a row is more than its columns."""
        columns = columns_of(self.get_serializer_class(), self.model)
        if columns is None or not self.picked:
            return columns
        return tuple(column for column in columns if column.name in {*self.picked, *self.expanding})


class VisibleReadViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, VisibleViewSet):
    """List and detail."""

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        rows = self.filter_queryset(self.get_queryset())
        columns = self._columns()
        if columns is None:
            return self._paged(self.get_serializer(self.paginate_queryset(rows), many=True).data)
        paths = {"pk", *self.ordering.values(), *(column.path for column in columns)}
        return self._paged([flat_row(columns, row) for row in self.paginate_queryset(rows.values(*paths))])

    def _paged(self, shown: Any) -> Response:
        return self.get_paginated_response(self.expanded(shown))

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        row = self.get_object()
        if self.is_versioned() and self.revalidates and not self.expanding:
            known = tags_of(request, "If-None-Match") or []
            if known == ["*"] or str(self.version_of(row)) in known:
                return Response(status=304, headers={"ETag": self.tag(row)})
        return self._afresh(row)
