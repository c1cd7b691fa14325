"""Issues invoices for orders, and credits them."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from pipeline.models import CreditNote, Invoice, Order
from salesmgmt.accounts.models import User
from salesmgmt.common.constraints import refusing
from salesmgmt.common.money import currency_decimals, from_minor, money_said, to_minor
from salesmgmt.common.problems import Conflict, Refused
from salesmgmt.events.domain.log import append
from salesmgmt.people.models import Company
from salesmgmt.people.rules import require

_SENTENCES = {
    "an_invoice_has_a_number": "An invoice has a number; write the one that stands on it.",
    "an_invoice_is_for_more_than_nothing": "An invoice is for more than 0; correct the amount.",
    "an_invoice_is_not_due_before": "An invoice is due on the day it is issued or later; correct one of the days.",
    "a_credit_note_is_for_more_than_nothing": "A credit note is for more than 0; correct the amount.",
}
FIELDS = {"an_invoice_has_a_number": "number", "an_invoice_is_not_due_before": "due_date"}


class OrderChanged(Conflict):
    code = "order_changed"


class InvoiceChanged(Conflict):
    code = "invoice_changed"


def lock_order(*, order: Order, expected_version: int | None = None) -> Order:
    """The order's row, locked and fresh. Raises OrderChanged when it is no longer at `expected_version`."""
    locked = Order.objects.select_for_update(of=("self",)).get(pk=order.pk)
    if expected_version is not None and locked.version != expected_version:
        raise OrderChanged(f"{locked} was changed by somebody else in between; look at it again, then repeat.")
    return locked


def lock_invoice(*, invoice: Invoice, by: User, expected_version: int | None = None) -> Invoice:
    """The invoice's row, locked after its order's. Raises InvoiceChanged when it is no longer at `expected_version`."""
    require(by, "pipeline.bill", "change what is invoiced and paid")
    lock_order(order=invoice.order)
    locked = Invoice.objects.select_for_update(of=("self",)).get(pk=invoice.pk)
    if expected_version is not None and locked.version != expected_version:
        raise InvoiceChanged(f"{locked} was changed by somebody else in between; look at it again, then repeat.")
    return locked


@transaction.atomic
def issue_invoice(
    *,
    order: Order,
    number: str,
    issued_date: date,
    due_date: date,
    amount: Decimal,
    by: User,
    at: datetime,
    expected_version: int | None = None,
) -> Invoice:
    """Asks for `amount` of an order by a day; never for more than stands of it and is not invoiced yet."""
    require(by, "pipeline.bill", "issue invoices")
    order = lock_order(order=order, expected_version=expected_version)
    not_after_today(issued_date, at=at, field="issued_date", what="An invoice is issued")
    if amount > order.uninvoiced_amount:
        left = money_said(order.uninvoiced_amount, order.currency)
        raise Refused(
            f"{left} of {order} is not invoiced yet; invoice that or less, or credit an earlier invoice first.",
            code="above_the_order",
            field="amount",
        )
    not_finer_than_paid(amount, order.currency, left=order.uninvoiced_amount)
    if Invoice.objects.filter(number=number).exists():
        raise Refused(f"There is an invoice {number} already; number this one otherwise.", code="taken", field="number")
    invoice = Invoice(order=order, number=number, issued_date=issued_date, due_date=due_date, amount=amount)
    invoice.currency, invoice.entered_by, invoice.recorded_at = order.currency, by, at
    _save(invoice)
    Order.objects.filter(pk=order.pk).update(version=order.version + 1)
    payload = {"order_id": order.pk, "account_id": order.account_id, "owner_id": order.owner_id, "amount": amount}
    append(kind="invoice.issued", subject=invoice, by=by, at=at, payload={**payload, "due_date": due_date})
    return Invoice.objects.get(pk=invoice.pk)


def _save(invoice: Invoice) -> None:
    try:
        with refusing(_SENTENCES):
            invoice.save(force_insert=True)
    except Refused as refusal:
        refusal.field = FIELDS.get(refusal.code, "amount")
        raise


@transaction.atomic
def credit_invoice(
    *,
    invoice: Invoice,
    by: User,
    at: datetime,
    amount: Decimal | None = None,
    note: str = "",
    expected_version: int | None = None,
) -> Invoice:
    """So much of it (all that is open, unless said) need not be paid; the order can be invoiced for it again."""
    invoice = lock_invoice(invoice=invoice, by=by, expected_version=expected_version)
    amount = invoice.open_amount if amount is None else amount
    if invoice.open_amount == 0:
        raise Refused(
            f"Nothing of {invoice} is open; refund a payment before it is credited.", code="settled", field="amount"
        )
    if amount > invoice.open_amount:
        raise Refused(
            f"{money_said(invoice.open_amount, invoice.currency)} of {invoice} is open; credit that or less, or refund "
            "a payment first.",
            code="above_what_is_open",
            field="amount",
        )
    not_finer_than_paid(amount, invoice.currency, left=invoice.open_amount)
    with refusing(_SENTENCES, field="amount"):
        CreditNote.objects.create(
            invoice=invoice, amount=amount, credited_date=company_day(at), note=note, entered_by=by, recorded_at=at
        )
    payload = {"order_id": invoice.order_id, "amount": amount}
    append(kind="invoice.credited", subject=invoice, by=by, at=at, payload=payload)
    Order.objects.filter(pk=invoice.order_id).update(version=invoice.order.version + 1)
    return next_version(invoice)


def next_version(invoice: Invoice) -> Invoice:
    """The locked invoice at its next version, with the balances that the triggers added up."""
    Invoice.objects.filter(pk=invoice.pk).update(version=invoice.version + 1)
    return Invoice.objects.get(pk=invoice.pk)


def company_day(at: datetime) -> date:
    return Company.objects.current().day_of(at)


def not_finer_than_paid(amount: Decimal, currency: str, *, left: Decimal) -> None:
    """Nobody pays half a cent; what is left of something that was agreed finer may be what it is."""
    if amount in (left, from_minor(to_minor(amount, currency), currency)):
        return
    raise Refused(
        f"{currency} is paid with {currency_decimals(currency)} digits behind the point, and {amount.normalize():f} "
        "has more; round it.",
        code="too_fine",
        field="amount",
    )


def not_after_today(day: date, *, at: datetime, field: str, what: str) -> None:
    """Facts about money are written down when they have happened."""
    if day > company_day(at):
        raise Refused(f"{what} today or earlier; correct the day.", code="in_the_future", field=field)
