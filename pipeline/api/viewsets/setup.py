"""/api/v1/pipeline/processes/, products/, lead-sources/ and close-reasons/."""

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
    offer_lead_source,
    offer_product,
    rename_close_reason,
    rename_lead_source,
    rename_product,
    set_list_price,
    set_unit_cost,
)
from pipeline.forms.list_filters import CloseReasonFilters, LeadSourceFilters, ProductFilters
from pipeline.models import CloseReason, LeadSource, Process, ProcessVersion, Product, Stage
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

    @extend_schema(request=shapes.RenameProductBody, responses=shapes.ProductSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Rename a product, or say another series."""
        product: Product = self.get_object()
        said = {"name": product.name, "series": product.series, **self.sent(shapes.RenameProductBody)}
        return self.answer(rename_product(product=product, **said, by=request.user, at=timezone.now()))

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
    filterset_class = LeadSourceFilters
    ordering = {"name": "name", "code": "code"}
    default_order = "name"

    @extend_schema(request=shapes.NewLeadSourceBody, responses={201: shapes.LeadSourceSerializer})
    def create(self, request: Request) -> Response:
        """Add a lead source."""
        source = add_lead_source(**self.sent(shapes.NewLeadSourceBody), by=request.user, at=timezone.now())
        return self.answer(source, status=201)

    @extend_schema(request=shapes.NameBody, responses=shapes.LeadSourceSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Rename a lead source."""
        named = self.sent(shapes.NameBody)
        return self.answer(rename_lead_source(source=self.get_object(), **named, by=request.user, at=timezone.now()))

    @extend_schema(request=shapes.OfferedBody, responses=shapes.LeadSourceSerializer)
    @action(detail=True, methods=["post"])
    def offer(self, request: Request, pk: str) -> Response:
        """Let people choose a source, or no longer."""
        offered = self.sent(shapes.OfferedBody)["is_active"]
        source = offer_lead_source(source=self.get_object(), offered=offered, by=request.user, at=timezone.now())
        return self.answer(source)


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

    @extend_schema(request=shapes.NameBody, responses=shapes.CloseReasonSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Rename a close reason."""
        named = self.sent(shapes.NameBody)
        return self.answer(rename_close_reason(reason=self.get_object(), **named, by=request.user, at=timezone.now()))

    @extend_schema(request=shapes.OfferedBody, responses=shapes.CloseReasonSerializer)
    @action(detail=True, methods=["post"])
    def offer(self, request: Request, pk: str) -> Response:
        """Let people choose a reason, or no longer."""
        offered = self.sent(shapes.OfferedBody)["is_active"]
        reason = offer_close_reason(reason=self.get_object(), offered=offered, by=request.user, at=timezone.now())
        return self.answer(reason)
