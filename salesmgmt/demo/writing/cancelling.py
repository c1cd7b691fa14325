"""A few orders that were not wanted any more: their invoices are credited and they are cancelled, for a reason."""

from django.db.models import F

from pipeline.choices import CancelReason
from pipeline.domain.cancellations import cancel_order
from pipeline.domain.invoices import credit_invoice
from pipeline.models import Invoice
from salesmgmt.demo.writing.book import Book

EACH = 9
"""So many invoices of which nothing is paid for one whose order is cancelled."""
MOST = 12
WHY = (
    (CancelReason.CUSTOMER, "Their plant closes in spring"),
    (CancelReason.DELIVERY, "Out of stock until summer"),
    (CancelReason.CUSTOMER, "Bought from the parent company instead"),
    (CancelReason.UNPAID, "Insolvent"),
)


def write_cancellations(book: Book) -> None:
    """Of orders that nobody renews or has ordered again."""
    unpaid = Invoice.objects.filter(open_amount=F("amount"), order__renewal=None, order__repeats=None).order_by("pk")
    going = list(unpaid.select_related("order"))[::EACH][:MOST]
    for place, invoice in enumerate(going):
        reason, note = WHY[place % len(WHY)]
        credit_invoice(invoice=invoice, note=note, by=book.by, at=book.today_at)
        cancel_order(order=invoice.order, reason=reason, note=note, by=book.by, at=book.today_at)
