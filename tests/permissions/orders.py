"""What the permission table says of invoices and what is paid of them: their names, and what acts on them send."""

from datetime import timedelta
from decimal import Decimal

from pipeline.domain.invoices import issue_invoice
from pipeline.domain.payments import record_payment
from pipeline.models import Order, Payment
from tests.cast import AT, Cast

_API, _DAY = "/api/v1/pipeline", "2026-03-02"
ORDER_BODIES: dict[tuple[str, str], dict[str, object]] = {
    ("POST", f"{_API}/orders/{{ritas_order}}/invoice/"): {
        "number": "R-2",
        "amount": "1",
        "issued_date": _DAY,
        "due_date": _DAY,
    },
    ("POST", f"{_API}/orders/{{ritas_order}}/cancel/"): {"reason": "CUSTOMER"},
    ("POST", f"{_API}/invoices/{{ritas_invoice}}/pay/"): {"amount": "1", "paid_date": _DAY},
    ("POST", f"{_API}/invoices/{{ritas_invoice}}/refund/"): {
        "payment": "{ritas_payment}",
        "amount": "1",
        "refunded_date": _DAY,
    },
    ("POST", f"{_API}/invoices/{{ritas_invoice}}/credit/"): {"amount": "1"},
    ("POST", f"{_API}/products/{{product}}/cost/"): {"unit_cost": "5"},
    ("POST", "/pipeline/orders/{ritas_order}/invoice/"): {
        "number": "R-2",
        "amount": "1",
        "issued_date": _DAY,
        "due_date": _DAY,
    },
    ("POST", "/pipeline/orders/{ritas_order}/cancel/"): {"reason": "CUSTOMER"},
    ("POST", "/pipeline/invoices/{ritas_invoice}/pay/"): {"amount": "1", "paid_date": _DAY},
    ("POST", "/pipeline/invoices/{ritas_invoice}/refund/"): {
        "payment": "{ritas_payment}",
        "amount": "1",
        "refunded_date": _DAY,
    },
    ("POST", "/pipeline/invoices/{ritas_invoice}/credit/"): {"amount": "1"},
}


def order_names(cast: Cast, order: Order) -> dict[str, object]:
    """Rita's order of 1000 is invoiced for 100, of which 50 are paid."""
    invoice = issue_invoice(
        order=order,
        number="R-1",
        issued_date=AT.date(),
        due_date=AT.date() + timedelta(days=30),
        amount=Decimal(100),
        by=cast.finn,
        at=AT,
    )
    record_payment(invoice=invoice, amount=Decimal(50), paid_date=AT.date(), by=cast.finn, at=AT)
    return {"ritas_invoice": invoice.pk, "ritas_payment": Payment.objects.get().pk}
