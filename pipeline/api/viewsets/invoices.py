"""/api/v1/pipeline/invoices/, payments/ and cancellations/: the lists, and what is paid, refunded and credited."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from pipeline.api.serializers import invoices as shapes
from pipeline.domain.invoices import credit_invoice
from pipeline.domain.payments import record_payment, refund_payment
from pipeline.forms.invoice_filters import InvoiceFilters
from pipeline.forms.list_filters import CancellationFilters
from pipeline.forms.payment_filters import PaymentFilters
from pipeline.models import Invoice, OrderCancellation, Payment
from salesmgmt.api.viewsets import VisibleReadViewSet
from salesmgmt.common.problems import Refused


class InvoiceViewSet(VisibleReadViewSet):
    """Invoices of orders that you may see; an order's `invoice` issues one."""

    model = Invoice
    serializer_class = shapes.InvoiceSerializer
    filterset_class = InvoiceFilters
    ordering = {"issued_date": "issued_date", "due_date": "due_date", "amount": "amount", "open_amount": "open_amount"}
    default_order = "-issued_date"
    at_stake = {"pay": (), "refund": (), "credit": ()}

    def get_queryset(self) -> QuerySet[Invoice]:
        rows = super().get_queryset().select_related("order__account")
        return rows.prefetch_related("payments__refunds", "credit_notes")

    @extend_schema(request=shapes.PayBody, responses=shapes.InvoiceSerializer)
    @action(detail=True, methods=["post"])
    def pay(self, request: Request, pk: str) -> Response:
        """Record what came in; `/undos/` takes a mistaken payment back for a day."""
        return self._act(record_payment, shapes.PayBody)

    @extend_schema(request=shapes.RefundBody, responses=shapes.InvoiceSerializer)
    @action(detail=True, methods=["post"])
    def refund(self, request: Request, pk: str) -> Response:
        """Record what went back of one of its payments."""

        def verb(*, invoice: Invoice, payment: Payment, **said: Any) -> Invoice:
            if payment.invoice_id != invoice.pk:
                raise Refused(f"This payment is not for {invoice}; take one of its own.", field="payment")
            return refund_payment(payment=payment, **said)

        return self._act(verb, shapes.RefundBody)

    @extend_schema(request=shapes.CreditBody, responses=shapes.InvoiceSerializer)
    @action(detail=True, methods=["post"])
    def credit(self, request: Request, pk: str) -> Response:
        """Say that all that is open, or an amount of it, need not be paid."""
        return self._act(credit_invoice, shapes.CreditBody)

    def _act(self, act: Callable[..., Invoice], body: type[BaseSerializer[Any]]) -> Response:
        invoice = self.get_object()
        act(invoice=invoice, **self.sent(body), by=self.request.user, at=timezone.now())
        return self.shown(invoice.pk)


class CancellationViewSet(VisibleReadViewSet):
    """What of orders that you may see was cancelled; an order's `cancel` adds it, and it stays."""

    model = OrderCancellation
    serializer_class = shapes.CancellationSerializer
    filterset_class = CancellationFilters
    ordering = {"cancelled_at": "cancelled_at", "amount": "amount"}
    default_order = "-cancelled_at"

    def get_queryset(self) -> QuerySet[OrderCancellation]:
        return super().get_queryset().select_related("order__account", "line__product")


class PaymentViewSet(VisibleReadViewSet):
    """What came in for invoices that you may see, mistakes included; an invoice's `pay` records it."""

    model = Payment
    serializer_class = shapes.ListedPaymentSerializer
    filterset_class = PaymentFilters
    ordering = {"paid_date": "paid_date", "amount": "amount"}
    default_order = "-paid_date"

    def get_queryset(self) -> QuerySet[Payment]:
        return super().get_queryset().select_related("invoice__order").prefetch_related("refunds")
