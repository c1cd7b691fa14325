"""/api/v1/pipeline/processes/, products/, lead-sources/, close-reasons/ and targets/."""

from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from pipeline.api.serializers import setup as shapes
from pipeline.domain.catalogue import (
    add_close_reason,
    add_lead_source,
    add_product,
    offer_close_reason,
    offer_product,
    set_list_price,
    set_unit_cost,
)
from pipeline.domain.targets import set_target, target_key
from pipeline.forms.list_filters import CloseReasonFilters, ProductFilters, TargetFilters
from pipeline.models import CloseReason, LeadSource, Process, ProcessVersion, Product, Stage, Target
from pipeline.queries.stage_odds import with_odds
from salesmgmt.api.viewsets import VisibleReadViewSet


class ProcessViewSet(VisibleReadViewSet):
    """Processes with their stages."""

    model = Process
    serializer_class = shapes.ProcessSerializer
    ordering = {"name": "name"}
    default_order = "name"

    def get_queryset(self) -> QuerySet[Process]:
        stages = Prefetch("stages", with_odds(Stage.objects.all()))
        versions = ProcessVersion.objects.order_by("number").prefetch_related(stages)
        return super().get_queryset().prefetch_related(Prefetch("versions", versions))


class ProductViewSet(VisibleReadViewSet):
    """What is sold."""

    model = Product
    serializer_class = shapes.ProductSerializer
    filterset_class = ProductFilters
    ordering = {"name": "name"}
    default_order = "name"

    @extend_schema(request=shapes.NewProductBody, responses={201: shapes.ProductSerializer})
    def create(self, request: Request) -> Response:
        """Add a product."""
        product = add_product(**self.sent(shapes.NewProductBody), by=request.user, at=timezone.now())
        return self.answer(product, status=201)

    @extend_schema(request=shapes.PriceBody, responses=shapes.ProductSerializer)
    @action(detail=True, methods=["post"])
    def price(self, request: Request, pk: str) -> Response:
        """Change what new lines cost."""
        product = set_list_price(
            product=self.get_object(), **self.sent(shapes.PriceBody), by=request.user, at=timezone.now()
        )
        return self.answer(product)

    @extend_schema(responses=shapes.CostSerializer)
    @action(detail=True, methods=["get"])
    def cost(self, request: Request, pk: str) -> Response:
        """What one costs us, for whoever may know."""
        return self.answer(self._costed(), serializer_class=shapes.CostSerializer)

    @extend_schema(request=shapes.CostBody, responses=shapes.CostSerializer)
    @cost.mapping.post
    def set_cost(self, request: Request, pk: str) -> Response:
        """Say what one costs us, which new lines carry."""
        product = set_unit_cost(
            product=self._costed(), **self.sent(shapes.CostBody), by=request.user, at=timezone.now()
        )
        return self.answer(product, serializer_class=shapes.CostSerializer)

    def _costed(self) -> Product:
        if not self.request.user.has_perm("pipeline.read_costs"):
            raise Http404
        product: Product = self.get_object()
        return product

    @extend_schema(request=shapes.OfferedBody, responses=shapes.ProductSerializer)
    @action(detail=True, methods=["post"])
    def offer(self, request: Request, pk: str) -> Response:
        """Put a product on sale, or take it off."""
        offered = self.sent(shapes.OfferedBody)["is_active"]
        product = offer_product(product=self.get_object(), offered=offered, by=request.user, at=timezone.now())
        return self.answer(product)


class LeadSourceViewSet(VisibleReadViewSet):
    """Where customers come from."""

    model = LeadSource
    serializer_class = shapes.LeadSourceSerializer
    ordering = {"name": "name", "code": "code"}
    default_order = "name"

    @extend_schema(request=shapes.NewLeadSourceBody, responses={201: shapes.LeadSourceSerializer})
    def create(self, request: Request) -> Response:
        """Add a lead source."""
        source = add_lead_source(**self.sent(shapes.NewLeadSourceBody), by=request.user, at=timezone.now())
        return self.answer(source, status=201)


class CloseReasonViewSet(VisibleReadViewSet):
    """Why deals are won or lost."""

    model = CloseReason
    serializer_class = shapes.CloseReasonSerializer
    filterset_class = CloseReasonFilters
    ordering = {"name": "name", "code": "code"}
    default_order = "name"

    @extend_schema(request=shapes.NewCloseReasonBody, responses={201: shapes.CloseReasonSerializer})
    def create(self, request: Request) -> Response:
        """Add a close reason."""
        reason = add_close_reason(**self.sent(shapes.NewCloseReasonBody), by=request.user, at=timezone.now())
        return self.answer(reason, status=201)

    @extend_schema(request=shapes.OfferedBody, responses=shapes.CloseReasonSerializer)
    @action(detail=True, methods=["post"])
    def offer(self, request: Request, pk: str) -> Response:
        """Let people choose a reason, or no longer."""
        offered = self.sent(shapes.OfferedBody)["is_active"]
        reason = offer_close_reason(reason=self.get_object(), offered=offered, by=request.user, at=timezone.now())
        return self.answer(reason)


class TargetViewSet(VisibleReadViewSet):
    """Targets of the people and teams that you may see."""

    model = Target
    serializer_class = shapes.TargetSerializer
    filterset_class = TargetFilters
    at_stake = {"create": ()}
    ordering = {"start_date": "start_date"}
    default_order = "-start_date"

    def get_queryset(self) -> QuerySet[Target]:
        return super().get_queryset().prefetch_related("adjustments")

    @extend_schema(request=shapes.TargetBody, responses={201: shapes.TargetSerializer})
    def create(self, request: Request) -> Response:
        """Set a target, or change the one for exactly these days, which takes its ETag as If-Match."""
        sent = self.sent(shapes.TargetBody)
        key = target_key(**{name: value for name, value in sent.items() if name != "full_amount"})
        for target in self.get_queryset().filter(**key):
            self.hold(target)
        target = set_target(**sent, by=request.user, at=timezone.now(), expected_version=self.matched)
        return self.answer(target, status=201)
