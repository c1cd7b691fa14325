"""How an invoice stands on a day: open, overdue, paid or credited."""

from dataclasses import dataclass
from datetime import date

from pipeline.models import Invoice


@dataclass(frozen=True, slots=True)
class Standing:
    """In a word or two, with the tone of its chip."""

    words: str
    tone: str = ""


def standing_on(invoice: Invoice, day: date) -> Standing:
    if invoice.is_overdue_on(day):
        days = (day - invoice.due_date).days
        return Standing(f"{days} {'day' if days == 1 else 'days'} overdue", "bad")
    if invoice.open_amount > 0:
        return Standing("open")
    if invoice.received_amount > invoice.returned_amount:
        return Standing("paid", "good")
    return Standing("credited")
