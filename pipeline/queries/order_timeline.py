"""What happened to an order, newest first, in words: from its own rows, which say who entered them."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db.models import Prefetch

from pipeline.models import CreditNote, Invoice, Order, Payment, Refund
from pipeline.queries.timeline import Happening
from salesmgmt.accounts.models import User
from salesmgmt.common.money import money_said


def invoices_of(order: Order) -> list[Invoice]:
    """All of an order, the latest first, with what was paid, refunded and credited, and who said so."""
    by = "entered_by"
    refunds = Prefetch("refunds", Refund.objects.select_related(by))
    payments = Prefetch("payments", Payment.objects.select_related(by).prefetch_related(refunds))
    credited = Prefetch("credit_notes", CreditNote.objects.select_related(by))
    return list(order.invoices.select_related(by).prefetch_related(payments, credited))


def order_happenings(order: Order, invoices: Iterable[Invoice], *, zone: str) -> list[Happening]:
    took = f"took the order for {money_said(order.amount, order.currency)}"
    entries = [Happening(order.ordered_at, order.owner.name, took, "accent")]
    for gone in order.cancellations.select_related("entered_by", "line__product"):
        what = f"cancelled {gone.line.product if gone.line else 'it'}, {money_said(gone.amount, order.currency)}"
        said = f"{what}: {gone.get_reason_display().lower()}"
        entries.append(Happening(gone.cancelled_at, _name(gone.entered_by), said, "bad", gone.note))
    for invoice in invoices:
        entries += _of_invoice(invoice, order, zone)
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def _of_invoice(invoice: Invoice, order: Order, zone: str) -> Iterator[Happening]:
    def on(day: date, by: User | None, what: str, tone: str = "", note: str = "") -> Happening:
        return Happening(datetime.combine(day, time(), ZoneInfo(zone)), _name(by), what, tone, note, day)

    due = f"{invoice.due_date:%-d %b}"
    yield on(
        invoice.issued_date,
        invoice.entered_by,
        f"issued invoice {invoice.number} for {money_said(invoice.amount, order.currency)}, due {due}",
    )
    for note in invoice.credit_notes.all():
        what = f"credited {money_said(note.amount, order.currency)} of invoice {invoice.number}"
        yield on(note.credited_date, note.entered_by, what, note=note.note)
    for payment in invoice.payments.all():
        what = f"recorded {money_said(payment.amount, order.currency)} paid for invoice {invoice.number}"
        yield on(payment.paid_date, payment.entered_by, what, "good", payment.reference)
        for refund in payment.refunds.all():
            how = "took back the payment of" if refund.is_reversal else "refunded"
            what = f"{how} {money_said(refund.amount, order.currency)} for invoice {invoice.number}"
            yield on(refund.refunded_date, refund.entered_by, what, note=refund.note)


def _name(user: User | None) -> str:
    return user.name if user else ""
