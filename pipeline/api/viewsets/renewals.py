"""/api/v1/pipeline/renewals/ and renewal-terms/."""

from collections.abc import Callable

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from pipeline.api.fields import VersionedBody
from pipeline.api.serializers import renewals as shapes
from pipeline.domain.renewal_terms import set_renewal_term
from pipeline.domain.renewals import await_renewal, decline_renewal, open_renewal, set_term
from pipeline.forms.renewal_filters import STANDING, RenewalFilters
from pipeline.models import Renewal, RenewalTerm
from salesmgmt.api.viewsets import VisibleReadViewSet


class RenewalViewSet(VisibleReadViewSet):
    """Renewals of orders that you may see."""

    model = Renewal
    serializer_class = shapes.RenewalSerializer
    filterset_class = RenewalFilters
    ordering = {"end_date": "end_date"}
    default_order = "end_date"

    def get_queryset(self) -> QuerySet[Renewal]:
        return super().get_queryset().select_related("order__account").annotate(standing=STANDING)

    @extend_schema(request=shapes.OrderTermBody, responses={201: shapes.RenewalSerializer})
    def create(self, request: Request) -> Response:
        """Say for how long an order runs; while its renewal waits, that can be said anew."""
        renewal = set_term(**self.sent(shapes.OrderTermBody), by=request.user, at=timezone.now())
        return self.shown(renewal.pk, status=201)

    @extend_schema(request=VersionedBody, responses=shapes.RenewalSerializer)
    @action(detail=True, methods=["post"], url_path="open")
    def open_now(self, request: Request, pk: str) -> Response:
        """Open the deal before its day has come."""
        return self._act(open_renewal, VersionedBody)

    @extend_schema(request=shapes.DeclineRenewalBody, responses=shapes.RenewalSerializer)
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, pk: str) -> Response:
        """Say that nobody tries to renew the order, and why; `/undos/` takes it back for a day."""
        return self._act(decline_renewal, shapes.DeclineRenewalBody)

    @extend_schema(request=VersionedBody, responses=shapes.RenewalSerializer)
    @action(detail=True, methods=["post"], url_path="await")
    def wait(self, request: Request, pk: str) -> Response:
        """A declined renewal waits again."""
        return self._act(await_renewal, VersionedBody)

    def _act(self, act: Callable[..., Renewal], body: type[BaseSerializer]) -> Response:
        renewal = act(renewal=self.get_object(), **self.sent(body), by=self.request.user, at=timezone.now())
        return self.shown(renewal.pk)


class RenewalTermViewSet(VisibleReadViewSet):
    """For how long products are sold, and when their renewals open."""

    model = RenewalTerm
    serializer_class = shapes.RenewalTermSerializer
    ordering = {"id": "id"}
    default_order = "id"

    @extend_schema(request=shapes.RenewalTermBody, responses={201: shapes.RenewalTermSerializer, 204: None})
    def create(self, request: Request) -> Response:
        """Say for how long a product is sold. 204 where nothing is said of it any more."""
        row = set_renewal_term(**self.sent(shapes.RenewalTermBody), by=request.user, at=timezone.now())
        return Response(status=204) if row is None else self.shown(row.pk, status=201)
