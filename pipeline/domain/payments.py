"""Records what was paid for invoices, and what went back."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from pipeline.domain.invoices import company_day, lock_invoice, next_version, not_after_today, not_finer_than_paid
from pipeline.models import Invoice, Payment, Refund
from salesmgmt.accounts.models import User
from salesmgmt.common.constraints import refusing
from salesmgmt.common.money import money_said
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.log import append
from salesmgmt.web.domain.undoing import offer_undo

_SENTENCES = {
    "a_payment_is_more_than_nothing": "A payment is more than 0; correct the amount.",
    "a_refund_is_more_than_nothing": "A refund is more than 0; correct the amount.",
}


@transaction.atomic
def record_payment(
    *,
    invoice: Invoice,
    amount: Decimal,
    paid_date: date,
    by: User,
    at: datetime,
    reference: str = "",
    expected_version: int | None = None,
) -> Invoice:
    """Money came in for an invoice, never more than is open of it."""
    invoice = lock_invoice(invoice=invoice, by=by, expected_version=expected_version)
    not_after_today(paid_date, at=at, field="paid_date", what="A payment came in")
    if amount > invoice.open_amount:
        raise Refused(
            f"{money_said(invoice.open_amount, invoice.currency)} of {invoice} is open; record that or less here, and "
            "the rest for another invoice.",
            code="above_what_is_open",
            field="amount",
        )
    not_finer_than_paid(amount, invoice.currency, left=invoice.open_amount)
    with refusing(_SENTENCES, field="amount"):
        payment = Payment.objects.create(
            invoice=invoice, amount=amount, paid_date=paid_date, reference=reference, entered_by=by, recorded_at=at
        )
    payload = {"invoice_id": invoice.pk, "order_id": invoice.order_id, "amount": amount, "paid_date": paid_date}
    append(kind="payment.received", subject=payment, by=by, at=at, payload=payload)
    offer_undo(verb="pipeline.payment", subject=invoice, params={"payment_id": payment.pk}, by=by, at=at)
    return next_version(invoice)


@transaction.atomic
def refund_payment(
    *,
    payment: Payment,
    amount: Decimal,
    refunded_date: date,
    by: User,
    at: datetime,
    note: str = "",
    expected_version: int | None = None,
) -> Invoice:
    """Money went back, never more than came in; the invoice is open for it again. `expected_version`: the invoice's."""
    invoice = lock_invoice(invoice=payment.invoice, by=by, expected_version=expected_version)
    not_after_today(refunded_date, at=at, field="refunded_date", what="A refund was paid")
    if refunded_date < payment.paid_date:
        raise Refused(
            "A refund is paid on the day of its payment or later; correct the day.",
            code="before_the_payment",
            field="refunded_date",
        )
    return _give_back(payment, invoice, amount=amount, day=refunded_date, note=note, by=by, at=at)


@transaction.atomic
def reverse_payment(*, payment: Payment, by: User, at: datetime) -> Invoice:
    """A payment that was entered by mistake never came in: the inverse of `record_payment`."""
    invoice = lock_invoice(invoice=payment.invoice, by=by)
    return _give_back(payment, invoice, amount=None, day=company_day(at), note="", by=by, at=at)


def _give_back(
    payment: Payment, invoice: Invoice, *, amount: Decimal | None, day: date, note: str, by: User, at: datetime
) -> Invoice:
    """`amount` None is the whole payment, taken for a mistake."""
    payment = Payment.objects.select_for_update(of=("self",)).get(pk=payment.pk)
    left = payment.amount - payment.refunded_amount
    if left < (payment.amount if amount is None else amount):
        raise Refused(
            f"{money_said(left, invoice.currency)} of this payment has not gone back yet; refund that or less.",
            code="above_the_payment",
            field="amount",
        )
    if amount is not None:
        not_finer_than_paid(amount, invoice.currency, left=left)
    with refusing(_SENTENCES, field="amount"):
        refund = Refund.objects.create(
            payment=payment,
            amount=payment.amount if amount is None else amount,
            refunded_date=day,
            is_reversal=amount is None,
            note=note,
            entered_by=by,
            recorded_at=at,
        )
    payload = {"invoice_id": invoice.pk, "order_id": invoice.order_id, "amount": refund.amount}
    kind = "payment.reversed" if amount is None else "payment.refunded"
    append(kind=kind, subject=payment, by=by, at=at, payload=payload)
    return next_version(invoice)
