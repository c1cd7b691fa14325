"""The acts on orders and invoices where money is concerned: each cleans what one domain verb takes."""

from datetime import date, timedelta
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms

from pipeline.choices import CancelReason
from pipeline.forms.acts import plain
from pipeline.forms.amount_field import AmountField
from pipeline.models import Invoice, Order, OrderLine, Payment
from salesmgmt.common.money import money_said
from salesmgmt.console.forms.acts import ActForm
from salesmgmt.console.forms.plain import DayField

TERM = timedelta(days=30)


class IssueForm(ActForm):
    """Starts with all that is not invoiced yet, due in thirty days."""

    name = "invoice"
    for_good = "pipeline.issue_invoice"

    number = forms.CharField(max_length=40, help_text="As it stands on the invoice; no two have the same.")
    amount = AmountField()
    issued_date = DayField(label="Issued")
    due_date = DayField(label="Due")

    def __init__(self, data: Any = None, *, order: Order, today: date, issued: int = 0, **kwargs: Any) -> None:
        initial = {
            "number": f"{order.pk}-{issued + 1}",
            "amount": plain(order.uninvoiced_amount),
            "issued_date": today,
            "due_date": today + TERM,
        }
        super().__init__(data, row=order, initial=initial, **kwargs)
        self.fields["amount"].label = f"Amount, in {order.currency}"
        days = Div("issued_date", "due_date", css_class="pair")
        self.helper.layout = Layout("version", Div("number", "amount", css_class="pair"), days)


class CancelForm(ActForm):
    """All lines that stand are ticked at first."""

    name = "cancel"
    for_good = "pipeline.cancel_order"

    reason = forms.ChoiceField(choices=[("", "Choose a reason"), *CancelReason.choices])
    lines = forms.ModelMultipleChoiceField(
        OrderLine.objects.none(),
        required=False,
        label="Lines that are cancelled",
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(max_length=200, required=False)

    def __init__(self, data: Any = None, *, order: Order, lines: list[OrderLine], **kwargs: Any) -> None:
        standing = [line.pk for line in lines if not hasattr(line, "cancellation")]
        super().__init__(data, row=order, initial={"lines": standing}, **kwargs)
        field: Any = self.fields["lines"]
        if standing:
            field.queryset = OrderLine.objects.filter(pk__in=standing)
            field.choices = [
                (line.pk, f"{plain(line.quantity)} × {line.product}") for line in lines if line.pk in standing
            ]
        else:
            del self.fields["lines"]
        self.helper.layout = Layout("version", "reason", *(["lines"] if standing else []), "note")

    def said(self) -> dict[str, Any]:
        """What `cancel_order` takes; an order without lines is cancelled whole."""
        said = super().said()
        return {**said, "lines": list(said["lines"]) if "lines" in said else None}


class InvoiceActForm(ActForm):
    """An act on one invoice at one version."""

    def __init__(self, data: Any = None, *, invoice: Invoice, today: date, **kwargs: Any) -> None:
        super().__init__(data, row=invoice, **kwargs)
        if "amount" in self.fields:
            self.fields["amount"].label = f"Amount, in {invoice.currency}"


class PayForm(InvoiceActForm):
    name = "pay"

    amount = AmountField()
    paid_date = DayField(label="Came in on")
    reference = forms.CharField(max_length=80, required=False, help_text="Such as the bank's.")

    def __init__(self, data: Any = None, *, invoice: Invoice, today: date, **kwargs: Any) -> None:
        initial = {"amount": plain(invoice.open_amount), "paid_date": today}
        super().__init__(data, invoice=invoice, today=today, initial=initial, **kwargs)
        self.helper.layout = Layout("version", Div("amount", "paid_date", css_class="pair"), "reference")


class CreditForm(InvoiceActForm):
    name = "credit"
    for_good = "pipeline.credit_invoice"

    amount = AmountField()
    note = forms.CharField(max_length=200, required=False, label="Why")

    def __init__(self, data: Any = None, *, invoice: Invoice, today: date, **kwargs: Any) -> None:
        super().__init__(data, invoice=invoice, today=today, initial={"amount": plain(invoice.open_amount)}, **kwargs)
        self.helper.layout = Layout("version", "amount", "note")


class PaymentField(forms.ModelChoiceField):
    def label_from_instance(self, payment: Payment) -> str:  # type: ignore[override]
        left = money_said(payment.amount - payment.refunded_amount, payment.invoice.currency)
        return f"{left} of {payment.paid_date:%-d %b %Y}{f', {payment.reference}' if payment.reference else ''}"


class RefundForm(InvoiceActForm):
    name = "refund"
    for_good = "pipeline.refund_payment"
    payment = PaymentField(Payment.objects.none(), empty_label=None, label="Of which payment")
    amount = AmountField()
    refunded_date = DayField(label="Went back on")
    note = forms.CharField(max_length=200, required=False, label="Why")

    def __init__(self, data: Any = None, *, invoice: Invoice, today: date, **kwargs: Any) -> None:
        kept = [each for each in invoice.payments.all() if each.refunded_amount < each.amount]
        amount = plain(kept[0].amount - kept[0].refunded_amount) if kept else None
        initial = {"amount": amount, "refunded_date": today}
        super().__init__(data, invoice=invoice, today=today, initial=initial, **kwargs)
        field: Any = self.fields["payment"]
        field.queryset = Payment.objects.filter(invoice=invoice)
        field.choices = [(each.pk, field.label_from_instance(each)) for each in kept]
        self.helper.layout = Layout("version", "payment", Div("amount", "refunded_date", css_class="pair"), "note")
