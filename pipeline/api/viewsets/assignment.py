"""/api/v1/pipeline/assignment-rules/ and seller-capacities/."""

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from pipeline.api.serializers import assignment as shapes
from pipeline.domain.assignment_rules import add_rule, edit_rule, set_capacity
from pipeline.models import AssignmentRule, SellerCapacity
from salesmgmt.api.viewsets import VisibleReadViewSet


class AssignmentRuleViewSet(VisibleReadViewSet):
    """Rules that say whose leads are, in the order in which they are asked."""

    model = AssignmentRule
    serializer_class = shapes.AssignmentRuleSerializer
    ordering = {"position": "position"}
    default_order = "position"

    def get_queryset(self) -> QuerySet[AssignmentRule]:
        return super().get_queryset().select_related("lead_source", "campaign").prefetch_related("seats")

    @extend_schema(request=shapes.NewRuleBody, responses={201: shapes.AssignmentRuleSerializer})
    def create(self, request: Request) -> Response:
        """Add a rule."""
        rule = add_rule(**self.sent(shapes.NewRuleBody), by=request.user, at=timezone.now())
        return self.shown(rule.pk, status=201)

    @extend_schema(request=shapes.EditRuleBody, responses=shapes.AssignmentRuleSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Edit a rule, or no longer ask it."""
        rule = edit_rule(rule=self.get_object(), **self.sent(shapes.EditRuleBody), by=request.user, at=timezone.now())
        return self.shown(rule.pk)


class SellerCapacityViewSet(VisibleReadViewSet):
    """How many leads people take."""

    model = SellerCapacity
    serializer_class = shapes.SellerCapacitySerializer
    ordering = {"id": "id"}
    default_order = "id"

    @extend_schema(request=shapes.CapacityBody, responses={201: shapes.SellerCapacitySerializer})
    def create(self, request: Request) -> Response:
        """Say how many leads somebody takes; what was said before is replaced."""
        row = set_capacity(**self.sent(shapes.CapacityBody), by=request.user, at=timezone.now())
        return self.answer(row, status=201)
