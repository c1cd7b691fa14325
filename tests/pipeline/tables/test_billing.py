"""Invoices and payments from files: exact balances, what is refused and why, who may, and taking back."""

from datetime import date
from decimal import Decimal

import pytest

from pipeline.domain.invoices import credit_invoice, issue_invoice
from pipeline.domain.payments import record_payment
from pipeline.models import CreditNote, Invoice, Order, Payment, Refund
from salesmgmt.common.problems import NotAllowed
from salesmgmt.events.models import Event
from salesmgmt.imports.domain.following import follow
from salesmgmt.imports.domain.previews import preview_import
from salesmgmt.imports.domain.starting import start_import
from salesmgmt.imports.domain.undoing import ImportStands, undo_import
from salesmgmt.imports.registry import kind_named
from tests.cast import AT
from tests.checksums import LOG_AND_HISTORY, checksums
from tests.import_files import given, load, take_back
from tests.pipeline_rows import make_deal, make_order, make_process

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)
BOOKS = (*LOG_AND_HISTORY, "imports_")
HEAD = ["Invoice no", "Order", "Account", "Invoice date", "Due on", "Total", "Currency", "Credited", "Credited on"]
PAID = ["Payment id", "Invoice", "Payment date", "Received", "Currency", "Reference", "Refunded", "Refunded on"]


@pytest.fixture
def order(cast) -> Order:
    """Of 1000 EUR of the deal Helix Robotics."""
    make_process()
    return make_order(make_deal(cast.rita))


def invoice_row(number="R-1", order="Helix Robotics", amount="400", credited="", on="", **said):
    row = {
        "account": "", "issued": "2026-02-01", "due": "2026-03-01", "currency": "EUR", **said,
    }  # fmt: skip
    return [number, order, row["account"], row["issued"], row["due"], amount, row["currency"], credited, on]


def payment_row(key="P-1", invoice="R-1", amount="150.10", refunded="", on="", day="2026-02-20", currency=""):
    return [key, invoice, day, amount, currency, "SEPA 7", refunded, on]


def refused(batch):
    return [(row.row_no, row.field, f"{row.reason}; {row.way_out}") for row in batch.refusals.all()]


def test_invoices_and_payments_land_change_nothing_again_and_are_taken_back(cast, order):
    before = checksums()
    rows = [
        HEAD,
        invoice_row(),
        invoice_row("R-2", f"Order {order.pk}", "600", "100.50", "2026-02-10", account="helix robotics"),
    ]
    invoices = load("invoices", rows, cast.finn)
    assert (refused(invoices), invoices.counts["invoices"]["new"]) == ([], 2)
    paid = [
        PAID,
        payment_row(refunded="50.10", on="2026-02-25"),
        payment_row("P-2", amount="300"),
        payment_row("P-3", "R-2", "499.50"),
    ]
    payments = load("payments", paid, cast.finn)
    assert (refused(payments), payments.counts["payments"]["new"]) == ([], 3)
    order.refresh_from_db()
    assert (order.invoiced_amount, order.version) == (Decimal("899.50"), 2)
    assert list(Invoice.objects.order_by("number").values_list("number", "open_amount", "entered_by")) == [
        ("R-1", Decimal(0), cast.finn.pk), ("R-2", Decimal(0), cast.finn.pk),
    ]  # fmt: skip
    assert list(CreditNote.objects.values_list("amount", "credited_date")) == [(Decimal("100.5"), date(2026, 2, 10))]
    assert list(Refund.objects.values_list("payment__reference", "amount", "is_reversal")) == [
        ("SEPA 7", Decimal("50.1"), False)
    ]
    assert Event.objects.get(kind="invoices.imported").payload == {
        "batch_id": invoices.pk, "created": 2, "changed": 0, "day_from": "2026-02-01", "day_to": "2026-02-02",
    }  # fmt: skip
    stands = checksums(BOOKS)
    for kind, again in (("invoices", rows), ("payments", paid)):
        counts = load(kind, again, cast.finn).counts[kind]
        assert counts == {"new": 0, "changed": 0, "same": len(again) - 1, "refused": 0}
    assert checksums(BOOKS) == stands
    with pytest.raises(ImportStands, match="cannot be undone"):
        undo_import(batch=invoices, by=cast.finn, at=AT)
    take_back(payments, cast.finn)
    take_back(invoices, cast.finn)
    assert checksums() == before


def test_what_is_credited_and_refunded_later_is_added_and_nothing_else_changes(cast, order):
    load("invoices", [HEAD, invoice_row()], cast.finn)
    load("payments", [PAID, payment_row(amount="100")], cast.finn)
    more = load("invoices", [HEAD, invoice_row(credited="250", on="2026-03-01")], cast.finn)
    assert more.counts["invoices"] == {"new": 0, "changed": 1, "same": 0, "refused": 0}
    load("payments", [PAID, payment_row(amount="100", refunded="30", on="2026-02-21")], cast.finn)
    back = load("payments", [PAID, payment_row(amount="100", refunded="45", on="2026-02-22")], cast.finn)
    assert list(Refund.objects.values_list("amount", flat=True)) == [30, 15]
    invoice = Invoice.objects.get()
    assert (invoice.credited_amount, invoice.received_amount, invoice.returned_amount) == (250, 100, 45)
    stands = checksums(BOOKS)
    assert refused(load("invoices", [HEAD, invoice_row(amount="401")], cast.finn)) == [
        (2, "amount", "an invoice stays as it was issued; credit it, and issue another under another number")
    ]
    assert refused(load("invoices", [HEAD, invoice_row(credited="100", on="2026-03-01")], cast.finn)) == [
        (2, "credited", "250.00 EUR was credited here already, and a credit note stays; write that or more")
    ]
    assert refused(load("invoices", [HEAD, invoice_row(credited="346", on="2026-03-01")], cast.finn)) == [
        (2, "credited", "95.00 EUR of Invoice R-1 is open; credit that or less, or refund a payment first")
    ]
    assert refused(load("payments", [PAID, payment_row(amount="100", day="2026-02-21")], cast.finn)) == [
        (2, "paid_date", "a payment stays as it was recorded; refund it, and write what came in as another payment")
    ]
    assert refused(load("payments", [PAID, payment_row(amount="100", refunded="44", on="2026-02-22")], cast.finn)) == [
        (2, "refunded", "45.00 EUR went back here already, and a refund stays; write that or more")
    ]
    assert checksums(BOOKS) == stands
    take_back(back, cast.finn)
    assert Invoice.objects.get().returned_amount == 30


def test_bad_invoices_are_told_and_the_good_one_lands(cast, order):
    issue_invoice(
        order=make_order(make_deal(cast.mona, "Alba")), number="M-1", issued_date=DAY, due_date=DAY,
        amount=Decimal(1), by=cast.finn, at=AT,
    )  # fmt: skip
    rows = [
        HEAD,
        invoice_row("1", amount="-5"),
        invoice_row("2", amount="0"),
        invoice_row("3", currency="XXX"),
        invoice_row("4", currency="USD"),
        invoice_row("5", "Nowhere"),
        invoice_row("6", due="2026-01-31"),
        invoice_row("7", issued="2026-03-03", due="2026-03-03"),
        invoice_row("8", account="Acme"),
        invoice_row("9", credited="401", on="2026-03-01"),
        invoice_row("10", credited="1"),
        invoice_row("11", amount="600"),
        invoice_row("12", amount="400.01"),
    ]
    batch = load("invoices", rows, cast.finn)
    assert refused(batch) == [
        (2, "amount", "“-5” is below 0; write an amount of 0 or more"),
        (3, "amount", "an invoice is for more than 0; correct the amount"),
        (
            4,
            "currency",
            "there is no exchange rate for “XXX”; write one of EUR, or enter its rate under Exchange rates",
        ),
        (
            5,
            "currency",
            "there is no exchange rate for “USD”; write one of EUR, or enter its rate under Exchange rates",
        ),
        (6, "order", "“Nowhere” is not an order; add it to the orders or map it to one of the orders"),
        (7, "due_date", "an invoice is due on the day it is issued or later; correct one of the days"),
        (8, "issued_date", "an invoice is issued today or earlier; correct the day"),
        (9, "account", f"{order} is one of “Helix Robotics”; correct the order or the account"),
        (10, "credited", "the invoice is for 400.00 EUR; credit that or less"),
        (11, "credited_date", "it is open when so much was credited; write the day of the credit note"),
        (13, "amount", f"400.00 EUR of {order} is not invoiced yet; invoice that or less"),
    ]
    assert list(Invoice.objects.order_by("pk").values_list("number", flat=True)) == ["M-1", "11"]
    by_service = load("invoices", [HEAD, invoice_row("M-1", amount="1"), invoice_row("13", "Alba", "1")], cast.api_user)
    assert {field for _, field, _ in refused(by_service)} == {"order"}  # of nobody's line, it may bill nothing


def test_bad_payments_are_told_and_the_good_ones_land(cast, order):
    load("invoices", [HEAD, invoice_row()], cast.finn)
    rows = [
        PAID,
        payment_row("1", amount="-5"),
        payment_row("2", amount="0"),
        payment_row("3", "R-9"),
        payment_row("4", currency="XXX"),
        payment_row("5", refunded="150.11", on="2026-02-21"),
        payment_row("6", refunded="1"),
        payment_row("7", refunded="1", on="2026-02-19"),
        payment_row("8", day="2026-03-03"),
        payment_row("9", amount="400.01"),
        payment_row("10", amount="300"),
        payment_row("11", amount="400", refunded="350", on="2026-03-01"),
        payment_row("12", amount="50.01"),
    ]
    batch = load("payments", rows, cast.finn)
    assert refused(batch) == [
        (2, "amount", "“-5” is below 0; write an amount of 0 or more"),
        (3, "amount", "a payment is more than 0; correct the amount"),
        (
            4,
            "invoice",
            "“R-9” is not an invoice; add it to the invoices or map it to one of the invoices (closest: R-1)",
        ),
        (
            5,
            "currency",
            "there is no exchange rate for “XXX”; write one of EUR, or enter its rate under Exchange rates",
        ),
        (6, "refunded", "more went back than the 150.1 that came in; write what went back of this payment"),
        (7, "refunded_date", "it is open when so much went back; write the day of the refund"),
        (8, "refunded_date", "a refund is paid on the day of its payment or later; correct the day"),
        (9, "paid_date", "a payment came in today or earlier; correct the day"),
        (10, "amount", "350.00 EUR of Invoice R-1 is open; record that or less here, and the rest for another invoice"),
        (13, "amount", "50.00 EUR of Invoice R-1 is open; record that or less here, and the rest for another invoice"),
    ]
    assert sorted(Payment.objects.values_list("amount", "refunded_amount")) == [(300, 0), (400, 350)]
    assert Invoice.objects.get().open_amount == 50


def test_what_finance_wrote_by_hand_is_known_by_its_number(cast, order):
    invoice = issue_invoice(
        order=order, number="R-1", issued_date=date(2026, 2, 1), due_date=date(2026, 3, 1), amount=Decimal(400),
        by=cast.finn, at=AT,
    )  # fmt: skip
    invoice = record_payment(invoice=invoice, amount=Decimal(100), paid_date=DAY, by=cast.finn, at=AT)
    credit_invoice(invoice=invoice, amount=Decimal(50), by=cast.finn, at=AT)
    said = load("invoices", [HEAD, invoice_row(credited="50", on="2026-03-02")], cast.finn)
    assert said.counts["invoices"]["same"] == 1
    own = Payment.objects.get()
    row = [f"#{own.pk}", "R-1", "2026-03-02", "100", "", "", "", ""]
    assert load("payments", [PAID, row], cast.finn).counts["payments"]["same"] == 1
    other = [f"#{own.pk}", "R-1", "2026-03-01", "7", "", "", "", ""]
    assert load("payments", [PAID, other], cast.finn).counts["payments"]["new"] == 1
    assert load("payments", [PAID, row, ["", *row[1:]]], cast.finn).counts["payments"] == {
        "new": 1, "changed": 0, "same": 1, "refused": 0,
    }  # fmt: skip


def test_a_preview_shows_what_would_be_added_and_changes_nothing(cast, order):
    load("invoices", [HEAD, invoice_row()], cast.finn)
    before = checksums()
    rows = [HEAD, invoice_row(credited="10", on="2026-03-01")]
    seen = preview_import(kind=kind_named("invoices"), files={"invoices": given(rows)}, by=cast.finn, at=AT)
    assert [(each.label, each.before, each.after) for each in seen.differences[0].changes] == [
        ("Order (number, or deal)", str(order.pk), "Helix Robotics"),
        ("Credited", "0", "10"),
        ("Credited on", "", "2026-03-01"),
    ]
    assert checksums() == before


@pytest.mark.parametrize("kind", ["invoices", "payments"])
def test_who_may_bill_may_import_it(cast, kind):
    permission = kind_named(kind).permission
    may = {name for name, person in cast.everybody().items() if person.has_perm(permission)}
    assert may == {"finn", "olga", "api_user"}
    for name in ("rita", "max", "carla"):
        with pytest.raises(NotAllowed):
            load(kind, [HEAD], cast.everybody()[name])


@pytest.mark.parametrize("chunk_rows", [1, 1000])
def test_what_went_back_is_looked_at_with_its_whole_invoice_whatever_the_chunks(cast, order, chunk_rows):
    load("invoices", [HEAD, invoice_row(), invoice_row("R-2", amount="10")], cast.finn)
    rows = [
        PAID,
        payment_row("1", amount="300"),
        payment_row("2", "R-2", amount="10"),
        payment_row("3", amount="400", refunded="350", on="2026-03-01"),
    ]
    kind, files = kind_named("payments"), {"payments": given(rows)}
    batch = start_import(kind=kind, files=files, source="test", by=cast.finn, at=AT, chunk_rows=chunk_rows)
    batch = follow(batch, at=AT)
    assert (refused(batch), batch.counts["payments"]["new"]) == ([], 3)
    assert Invoice.objects.get(number="R-1").open_amount == 50
