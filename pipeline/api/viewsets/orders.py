"""/api/v1/pipeline/orders/: the list, one order, ordering (from a won deal, or again), invoicing and cancelling."""

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from pipeline.api.serializers import invoices as money
from pipeline.api.serializers import orders as shapes
from pipeline.domain.cancellations import cancel_order, lines_at
from pipeline.domain.invoices import issue_invoice
from pipeline.domain.orders import place_order, repeat_order
from pipeline.forms.list_filters import OrderFilters
from pipeline.models import Order
from salesmgmt.api.viewsets import VisibleReadViewSet


class OrderViewSet(VisibleReadViewSet):
    """Orders that you may see."""

    model = Order
    serializer_class = shapes.OrderSerializer
    filterset_class = OrderFilters
    ordering = {"ordered_at": "ordered_at", "amount": "amount"}
    default_order = "-ordered_at"
    at_stake = {"create": (), "invoice": (), "cancel": ()}

    def get_queryset(self) -> QuerySet[Order]:
        return super().get_queryset().select_related("account", "owner").prefetch_related("lines__product")

    @extend_schema(request=shapes.PlaceOrderBody, responses={201: shapes.OrderSerializer})
    def create(self, request: Request) -> Response:
        """Make a won deal its order, once; the deal's ETag goes as If-Match."""
        sent = self.sent(shapes.PlaceOrderBody)
        self.hold(sent["deal"])
        sent["expected_version"] = self.matched or sent["expected_version"]
        order = place_order(**sent, by=request.user, at=timezone.now())
        return self.shown(order.pk, status=201)

    @extend_schema(request=shapes.RepeatOrderBody, responses={201: shapes.OrderSerializer, 204: None})
    @action(detail=True, methods=["post"])
    def repeat(self, request: Request, pk: str) -> Response:
        """Order again: the same, other lines, or for an amount. 204 without a body when it is not yours to see."""
        order = self.get_object()
        again = repeat_order(order=order, **self.sent(shapes.RepeatOrderBody), by=request.user, at=timezone.now())
        return self.shown_or_gone(again.pk, status=201)

    @extend_schema(request=money.IssueInvoiceBody, responses={201: money.InvoiceSerializer})
    @action(detail=True, methods=["post"])
    def invoice(self, request: Request, pk: str) -> Response:
        """Issue an invoice for what stands of the order and is not invoiced yet."""
        invoice = issue_invoice(
            order=self.get_object(), **self.sent(money.IssueInvoiceBody), by=request.user, at=timezone.now()
        )
        return self.answer(invoice, status=201, serializer_class=money.InvoiceSerializer)

    @extend_schema(request=money.CancelOrderBody, responses=shapes.OrderSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        """Cancel lines, by their positions, or all that is left; it cannot be taken back."""
        order = self.get_object()
        sent = self.sent(money.CancelOrderBody)
        positions = sent.pop("lines", None)
        lines = None if positions is None else lines_at(order, positions)
        cancel_order(order=order, lines=lines, **sent, by=request.user, at=timezone.now())
        return self.shown(order.pk)
