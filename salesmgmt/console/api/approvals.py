"""/api/v1/approvals/: what waits for a yes, and saying it."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from salesmgmt.api.strict import StrictBody
from salesmgmt.api.viewsets import VisibleReadViewSet
from salesmgmt.approvals.domain.asking import withdraw
from salesmgmt.approvals.domain.deciding import decide
from salesmgmt.approvals.models import ApprovalDecision, ApprovalRequest


class DecisionSerializer(serializers.ModelSerializer[ApprovalDecision]):
    class Meta:
        model = ApprovalDecision
        fields = ["position", "by", "in_place_of", "is_yes", "reason", "decided_at"]


class ApprovalSerializer(serializers.ModelSerializer[ApprovalRequest]):
    """A request; `what` says what is asked for, `waits_for` who may decide it now."""

    what = serializers.CharField(read_only=True)
    waits_for = serializers.SerializerMethodField()
    decisions = DecisionSerializer(many=True, read_only=True)

    class Meta:
        model = ApprovalRequest
        fields = [
            "id", "kind", "subject_id", "what", "note", "asked_by", "asked_at", "expires_at", "state", "position",
            "waits_for", "decisions", "ended_at", "version",
        ]  # fmt: skip

    @extend_schema_field(serializers.ListField(child=serializers.IntegerField()))
    def get_waits_for(self, request: ApprovalRequest) -> list[int]:
        return sorted(turn.person_id for turn in request.turns.all())


class DecideBody(StrictBody):
    """A yes, or a no that says why."""

    is_yes = serializers.BooleanField()
    reason = serializers.CharField(max_length=500, required=False, allow_blank=True)
    version = serializers.IntegerField(min_value=1, required=False, source="expected_version")


class ApprovalFilters(django_filters.FilterSet):
    class Meta:
        model = ApprovalRequest
        fields = ["kind", "state", "subject_id", "asked_by"]


class ApprovalViewSet(VisibleReadViewSet):
    """Requests that you asked for, may decide or have decided, and those of kinds that you set up."""

    model = ApprovalRequest
    serializer_class = ApprovalSerializer
    filterset_class = ApprovalFilters
    lookup_value_converter = "int"
    ordering = {"asked_at": "asked_at", "expires_at": "expires_at"}
    default_order = "-asked_at"

    def get_queryset(self) -> QuerySet[ApprovalRequest]:
        return super().get_queryset().prefetch_related("turns", "decisions")

    @extend_schema(request=DecideBody, responses=ApprovalSerializer)
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, pk: int) -> Response:
        """Say yes or no; the last yes does what was asked for."""
        given: dict[str, Any] = self.sent(DecideBody)
        return self._as_left(decide(request=self.get_object(), **given, by=request.user, at=timezone.now()))

    @extend_schema(request=None, responses=ApprovalSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: int) -> Response:
        """Take back what you asked for."""
        return self._as_left(withdraw(request=self.get_object(), by=request.user, at=timezone.now()))

    def _as_left(self, row: ApprovalRequest) -> Response:
        """As the act has left it, also for whom it is no longer there afterwards."""
        left = ApprovalRequest.objects.prefetch_related("turns", "decisions").get(pk=row.pk)
        return Response(self.get_serializer(left).data)
