"""Invoices, payments, refunds and cancellations as the API shows and takes them."""

from rest_framework import serializers

from pipeline.api.fields import VersionedBody, VisibleField, money_field
from pipeline.choices import CancelReason
from pipeline.models import CreditNote, Invoice, OrderCancellation, Payment, Refund


class RefundSerializer(serializers.ModelSerializer[Refund]):
    """What went back of a payment; a reversal says that it never came in."""

    class Meta:
        model = Refund
        read_only_fields = fields = ("id", "amount", "refunded_date", "is_reversal", "note", "recorded_at")


class PaymentSerializer(serializers.ModelSerializer[Payment]):
    """What came in for an invoice."""

    refunds = RefundSerializer(many=True)

    class Meta:
        model = Payment
        read_only_fields = fields = (
            "id",
            "amount",
            "paid_date",
            "reference",
            "refunded_amount",
            "refunds",
            "recorded_at",
        )


class ListedPaymentSerializer(PaymentSerializer):
    """A payment by itself, with its invoice."""

    invoice_number = serializers.CharField(source="invoice.number")
    currency = serializers.CharField(source="invoice.currency")
    order = serializers.IntegerField(source="invoice.order_id")

    class Meta(PaymentSerializer.Meta):
        read_only_fields = fields = (  # type: ignore[assignment]
            *PaymentSerializer.Meta.fields,
            "invoice",
            "invoice_number",
            "order",
            "currency",
        )


class CreditNoteSerializer(serializers.ModelSerializer[CreditNote]):
    """What of an invoice need not be paid."""

    class Meta:
        model = CreditNote
        read_only_fields = fields = ("id", "amount", "credited_date", "note", "recorded_at")


class InvoiceSerializer(serializers.ModelSerializer[Invoice]):
    """An invoice; `open_amount` is the amount less what was credited and received, and with what went back."""

    account = serializers.IntegerField(source="order.account_id")
    account_name = serializers.CharField(source="order.account.name")
    owner = serializers.IntegerField(source="order.owner_id")
    open_amount = serializers.DecimalField(max_digits=19, decimal_places=4)
    payments = PaymentSerializer(many=True)
    credit_notes = CreditNoteSerializer(many=True)

    class Meta:
        model = Invoice
        read_only_fields = fields = (
            "id",
            "order",
            "account",
            "account_name",
            "owner",
            "number",
            "issued_date",
            "due_date",
            "amount",
            "currency",
            "credited_amount",
            "received_amount",
            "returned_amount",
            "open_amount",
            "payments",
            "credit_notes",
            "recorded_at",
            "version",
        )


class CancellationSerializer(serializers.ModelSerializer[OrderCancellation]):
    """What of an order is not wanted from an instant on: a line by its position, or (null) all that was left."""

    account = serializers.IntegerField(source="order.account_id")
    account_name = serializers.CharField(source="order.account.name")
    currency = serializers.CharField(source="order.currency")
    line = serializers.IntegerField(source="line.position", allow_null=True, default=None)
    product_name = serializers.CharField(source="line.product.name", allow_null=True, default=None)

    class Meta:
        model = OrderCancellation
        read_only_fields = fields = (
            "id",
            "order",
            "account",
            "account_name",
            "line",
            "product_name",
            "amount",
            "currency",
            "reason",
            "note",
            "cancelled_at",
            "recorded_at",
        )


class IssueInvoiceBody(VersionedBody):
    """An invoice to be, and the version of the order that you mean."""

    number = serializers.CharField(max_length=40)
    issued_date = serializers.DateField()
    due_date = serializers.DateField()
    amount = money_field()


class PayBody(VersionedBody):
    """What came in, and the version of the invoice that you mean."""

    amount = money_field()
    paid_date = serializers.DateField()
    reference = serializers.CharField(max_length=80, required=False, allow_blank=True)


class RefundBody(VersionedBody):
    """Which payment went back, and how much of it."""

    payment = VisibleField(Payment)
    amount = money_field()
    refunded_date = serializers.DateField()
    note = serializers.CharField(max_length=200, required=False, allow_blank=True)


class CreditBody(VersionedBody):
    """How much need not be paid; all that is open unless said."""

    amount = money_field(required=False)
    note = serializers.CharField(max_length=200, required=False, allow_blank=True)


class CancelOrderBody(VersionedBody):
    """Why, and which lines by their positions; all that is left unless said."""

    reason = serializers.ChoiceField(choices=CancelReason.choices)
    lines = serializers.ListField(child=serializers.IntegerField(min_value=1), required=False, max_length=200)
    note = serializers.CharField(max_length=200, required=False, allow_blank=True)
