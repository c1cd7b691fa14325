"""Invoices in figures: the worked table of docs/algorithms/invoices.md, and who sees which."""

from datetime import UTC, date, datetime
from decimal import Decimal

from pipeline.models import CreditNote, Invoice, Payment, Refund
from salesmgmt.figures.queries.answer import answer
from salesmgmt.figures.reading import read_scope
from salesmgmt.figures.registry import figure_for
from salesmgmt.figures.representation import answer_data
from tests.pipeline.crm.test_worked_tables import tables
from tests.pipeline_rows import make_order

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
DAY = date(2026, 3, 2)


def ask(user):
    figure = figure_for("pipeline.overdue_invoices", user)
    return answer_data(answer(figure, read_scope(figure, {}, user=user, at=NOW)))


def test_the_worked_table(deal, cast):
    (rows,) = tables("invoices.md")
    order = make_order(deal)
    for row in rows:
        invoice = Invoice.objects.create(
            order=order,
            number=row["invoice"],
            amount=Decimal(row["amount"]),
            currency="EUR",
            issued_date=DAY,
            due_date=date.fromisoformat(row["due"]),
        )
        if Decimal(row["credited"]):
            CreditNote.objects.create(invoice=invoice, amount=Decimal(row["credited"]), credited_date=DAY)
        if Decimal(row["paid"]):
            paid = Payment.objects.create(invoice=invoice, amount=Decimal(row["paid"]), paid_date=DAY)
            if Decimal(row["refunded"]):
                Refund.objects.create(payment=paid, amount=Decimal(row["refunded"]), refunded_date=DAY)
        invoice.refresh_from_db()
        assert f"{invoice.open_amount:.2f}" == row["open"]
        assert ("yes" if invoice.is_overdue_on(NOW.date()) else "no") == row["overdue on 2026-07-01"]
    said = ask(cast.rita)
    assert (said["value"], said["measures"]["invoices"]["value"]) == ("300.01", 2)
    assert (ask(cast.finn)["value"], ask(cast.mona)["n"]) == ("300.01", 0)
