"""/api/v1/pipeline/response-targets/ and lead-states/."""

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from pipeline.api.serializers import lead_response as shapes
from pipeline.domain.lead_response import set_response_target
from pipeline.forms.lead_filters import LeadStateFilters
from pipeline.models import LeadStateChange, ResponseTarget
from salesmgmt.api.viewsets import VisibleReadViewSet


class ResponseTargetViewSet(VisibleReadViewSet):
    """How soon leads are answered."""

    model = ResponseTarget
    serializer_class = shapes.ResponseTargetSerializer
    ordering = {"id": "id"}
    default_order = "id"

    def get_queryset(self) -> QuerySet[ResponseTarget]:
        return super().get_queryset().select_related("campaign")

    @extend_schema(request=shapes.ResponseTargetBody, responses={201: shapes.ResponseTargetSerializer, 204: None})
    def create(self, request: Request) -> Response:
        """Say how soon the leads of a campaign, or all others, are answered. 204 where the target is taken away."""
        row = set_response_target(**self.sent(shapes.ResponseTargetBody), by=request.user, at=timezone.now())
        return Response(status=204) if row is None else self.shown(row.pk, status=201)


class LeadStateViewSet(VisibleReadViewSet):
    """The states that leads have been in, those that were taken back among them."""

    model = LeadStateChange
    serializer_class = shapes.LeadStateSerializer
    filterset_class = LeadStateFilters
    ordering = {"at": "at"}
    default_order = "-at"
