"""What the sample's orders were invoiced for, and when accounts paid: most in time, some late, some not yet."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from pipeline.models import Invoice, Payment
from salesmgmt.demo.writing.copying import Row, copy_rows, reserve

TERM_DAYS = 30
PAID_AFTER = (12, 21, 27, 29, 30, 31, 38, 24, 52, 28, 96)
"""Days after the invoice, in turn: three in eleven pay late, one of them very late."""
INVOICE_FIELDS = ("id", "order", "number", "issued_date", "due_date", "amount", "currency")


def write_invoices(orders: Iterable[Row], *, today: date) -> None:
    """An invoice for all of each order, two days after it; `orders` are rows of ORDER_FIELDS."""
    asked = [row for row in orders if row[5] != "0.00" and row[4].date() + timedelta(days=2) <= today]
    before = reserve(Invoice, len(asked))
    invoices = list(_invoices(asked, before))
    copy_rows(Invoice, INVOICE_FIELDS, invoices)
    copy_rows(Payment, ("invoice", "amount", "paid_date", "reference"), _payments(invoices, today))


def _invoices(orders: Iterable[Row], before: int) -> Iterator[Row]:
    for number, (order, _, _, _, ordered_at, amount, currency, *_) in enumerate(orders, start=before + 1):
        issued = ordered_at.date() + timedelta(days=2)
        yield number, order, f"{order}-1", issued, issued + timedelta(days=TERM_DAYS), amount, currency


def _payments(invoices: Iterable[Row], today: date) -> Iterator[Row]:
    for number, _, _, issued, _, amount, _ in invoices:
        paid = issued + timedelta(days=PAID_AFTER[number % len(PAID_AFTER)])
        if paid <= today:
            yield number, amount, paid, ""
