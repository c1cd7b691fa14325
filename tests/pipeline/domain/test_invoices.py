"""Invoices, payments, refunds and cancellations: exact sums, held by the database and refused in sentences."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection

from pipeline.domain.cancellations import cancel_order, line_amounts
from pipeline.domain.catalogue import add_product
from pipeline.domain.closing import win_deal
from pipeline.domain.invoices import credit_invoice, issue_invoice
from pipeline.domain.lines import LineFacts, set_lines
from pipeline.domain.orders import place_order, repeat_order
from pipeline.domain.payments import record_payment, refund_payment
from pipeline.models import CreditNote, Invoice, Order, OrderCancellation, Payment, Refund
from salesmgmt.events.models import Event
from salesmgmt.web.domain.undoing import take_back
from salesmgmt.web.models import Undo
from tests.pipeline_rows import make_deal, make_order, won_for
from tests.refusals import assert_breaks, assert_refused

DAY = date(2026, 3, 2)
HOUR = timedelta(hours=1)


@pytest.fixture
def order(deal) -> Order:
    """Of 1000 EUR, for an amount without lines."""
    return make_order(deal)


@pytest.fixture
def bill(cast, at):
    def bill(order, amount="400", number="R-1", due=DAY + timedelta(days=30), **facts):
        said = {"issued_date": DAY, "by": cast.finn, "at": at, **facts}
        return issue_invoice(order=order, number=number, due_date=due, amount=Decimal(amount), **said)

    return bill


@pytest.fixture
def pay(cast, at):
    def pay(invoice, amount="400", **facts):
        said = {"paid_date": DAY, "by": cast.finn, "at": at, **facts}
        return record_payment(invoice=invoice, amount=Decimal(amount), **said)

    return pay


def test_what_is_invoiced_paid_refunded_and_credited_adds_up(order, bill, pay, cast, at):
    invoice = bill(order)
    assert (invoice.open_amount, invoice.currency, invoice.entered_by) == (Decimal(400), "EUR", cast.finn)
    invoice = pay(invoice, "150.10", reference="SEPA 7")
    payment = Payment.objects.get()
    invoice = refund_payment(
        payment=payment, amount=Decimal("50.10"), refunded_date=DAY, by=cast.finn, at=at, expected_version=2
    )
    assert (invoice.received_amount, invoice.returned_amount, invoice.open_amount) == (
        Decimal("150.10"),
        Decimal("50.10"),
        Decimal(300),
    )
    invoice = credit_invoice(invoice=invoice, by=cast.finn, at=at)
    order.refresh_from_db()
    assert (invoice.open_amount, invoice.version) == (0, 4)
    assert (order.invoiced_amount, order.uninvoiced_amount, order.version) == (Decimal(100), Decimal(900), 3)
    kinds = ["invoice.issued", "payment.received", "payment.refunded", "invoice.credited"]
    events = Event.objects.filter(kind__in=kinds).order_by("id")
    assert [event.kind for event in events] == kinds
    assert events[1].payload == {
        "invoice_id": invoice.pk,
        "order_id": order.pk,
        "amount": "150.10",
        "paid_date": "2026-03-02",
    }


def test_invoice_refusals(order, bill, cast, at):
    bill(order, "600")
    with assert_refused("above_the_order", "amount", says="400.00 EUR of"):
        bill(order, "400.01", "R-2")
    with assert_refused("taken", "number"):
        bill(order, "1")
    with assert_refused("an_invoice_has_a_number", "number"):
        bill(order, "1", "")
    with assert_refused("an_invoice_is_for_more_than_nothing", "amount"):
        bill(order, "0", "R-2")
    with assert_refused("an_invoice_is_not_due_before", "due_date"):
        bill(order, "1", "R-2", due=DAY - timedelta(days=1))
    with assert_refused("in_the_future", "issued_date"):
        bill(order, "1", "R-2", issued_date=DAY + timedelta(days=1))
    with assert_refused("order_changed"):
        bill(order, "1", "R-2", expected_version=1)
    with assert_refused("not_allowed"):
        bill(order, "1", "R-2", by=cast.rita)


def test_a_refusal_says_what_is_left_to_the_last_fils(deal, bill):
    order = make_order(deal)
    Order.objects.filter(pk=order.pk).update(currency="KWD")
    bill(order, "999.766")
    with assert_refused("above_the_order", "amount", says="0.234 KWD of"):
        bill(order, "0.235", "R-2")


def test_money_is_as_fine_as_it_is_paid_and_a_finer_rest_can_be_settled(deal, bill, pay, cast, at):
    order = make_order(deal)
    Order.objects.filter(pk=order.pk).update(amount=Decimal("1000.005"))
    order.refresh_from_db()
    says = "EUR is paid with 2 digits behind the point, and 100.005 has more; round it."
    with assert_refused("too_fine", "amount", says=says):
        bill(order, "100.005")
    invoice = bill(order, "1000.005")
    with assert_refused("too_fine", "amount", says=says):
        pay(invoice, "100.005")
    with assert_refused("too_fine", "amount", says=says):
        credit_invoice(invoice=invoice, amount=Decimal("100.005"), by=cast.finn, at=at)
    invoice = pay(invoice, "1000")
    payment = Payment.objects.get()
    with assert_refused("too_fine", "amount", says=says):
        refund_payment(payment=payment, amount=Decimal("100.005"), refunded_date=DAY, by=cast.finn, at=at)
    assert credit_invoice(invoice=invoice, by=cast.finn, at=at).open_amount == 0


def test_payment_refund_and_credit_refusals(order, bill, pay, cast, at):
    invoice = bill(order)
    with assert_refused("above_what_is_open", "amount", says="400.00 EUR of Invoice R-1 is open"):
        pay(invoice, "400.01")
    with assert_refused("a_payment_is_more_than_nothing", "amount"):
        pay(invoice, "-1")
    with assert_refused("in_the_future", "paid_date"):
        pay(invoice, paid_date=DAY + timedelta(days=1))
    with assert_refused("invoice_changed"):
        pay(invoice, expected_version=7)
    with assert_refused("not_allowed"):
        pay(invoice, by=cast.max)
    invoice = pay(invoice)
    payment, facts = Payment.objects.get(), {"by": cast.finn, "at": at}
    with assert_refused("above_the_payment", "amount", says="400.00 EUR of this payment"):
        refund_payment(payment=payment, amount=Decimal("400.01"), refunded_date=DAY, **facts)
    with assert_refused("before_the_payment", "refunded_date"):
        refund_payment(payment=payment, amount=Decimal(1), refunded_date=DAY - timedelta(days=1), **facts)
    with assert_refused("a_refund_is_more_than_nothing", "amount"):
        refund_payment(payment=payment, amount=Decimal(0), refunded_date=DAY, **facts)
    with assert_refused("settled", "amount"):
        credit_invoice(invoice=invoice, **facts)


def test_a_mistaken_payment_is_reversed_once(order, bill, pay, cast, at):
    invoice = pay(bill(order))
    undo = Undo.objects.about(invoice).get()
    take_back(undo=undo, by=cast.finn, at=at + HOUR)
    invoice.refresh_from_db()
    assert (invoice.open_amount, Refund.objects.get().is_reversal) == (Decimal(400), True)
    with assert_refused("taken_back"):
        take_back(undo=undo, by=cast.finn, at=at + HOUR)
    assert Event.objects.filter(kind="payment.reversed").count() == 1


def test_a_payment_that_was_refunded_in_part_is_not_reversed(order, bill, pay, cast, at):
    invoice = pay(bill(order))
    refund_payment(payment=Payment.objects.get(), amount=Decimal(1), refunded_date=DAY, by=cast.finn, at=at)
    with assert_refused("above_the_payment", "amount"):
        take_back(undo=Undo.objects.about(invoice).get(), by=cast.finn, at=at + HOUR)


def test_the_database_holds_the_sums_by_itself(order, bill, pay):
    invoice = bill(order)
    dates = {"issued_date": DAY, "due_date": DAY}
    with assert_breaks("an_order_is_not_invoiced_above_its_amount"):
        Invoice.objects.create(order=order, number="R-9", amount=601, currency="EUR", **dates)
    with assert_breaks("an_invoice_is_in_the_currency_of_its_order"):
        Invoice.objects.create(order=order, number="R-9", amount=1, currency="USD", **dates)
    with assert_breaks("an_order_is_not_invoiced_above_its_amount"):
        OrderCancellation.objects.create(order=order, amount=601, reason="UNPAID", cancelled_at=order.ordered_at)
    with assert_breaks("an_invoice_is_not_settled_above_its_amount"):
        Payment.objects.create(invoice=invoice, amount=401, paid_date=DAY)
    with assert_breaks("an_invoice_is_not_settled_above_its_amount"):
        CreditNote.objects.create(invoice=invoice, amount=401, credited_date=DAY)
    pay(invoice)
    payment = Payment.objects.get()
    with assert_breaks("a_refund_is_not_above_its_payment"):
        Refund.objects.create(payment=payment, amount=401, refunded_date=DAY)
    for rows, change in ((Invoice, {"amount": 5}), (Invoice, {"due_date": DAY}), (Payment, {"amount": 1})):
        with assert_breaks("invoices_and_payments_stay_as_they_were_entered"):
            rows.objects.update(**change)


def test_balances_are_added_up_by_the_set(order):
    """Many rows in one statement, as a bulk load writes them."""
    dates = {"issued_date": DAY, "due_date": DAY, "order": order, "currency": "EUR"}
    invoices = Invoice.objects.bulk_create(Invoice(number=f"R-{n}", amount=n * 10, **dates) for n in range(1, 5))
    Payment.objects.bulk_create(Payment(invoice=each, amount=5, paid_date=DAY) for each in invoices for _ in range(2))
    order.refresh_from_db()
    assert order.invoiced_amount == 100
    opened = Invoice.objects.order_by("number").values_list("open_amount", flat=True)
    assert list(opened) == [0, 10, 20, 30]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pipeline_invoice WHERE received_amount = 10")
        assert cursor.fetchone() == (4,)


@pytest.fixture
def lined(deal, rita, olga, at) -> Order:
    """Three lines of 33.33 for 99.99, agreed at 100."""
    rotor = add_product(name="Rotor", series="", list_price=Decimal("33.33"), by=olga, at=at)
    set_lines(deal=deal, lines=[LineFacts(rotor)] * 3, by=rita, at=at)
    deal.refresh_from_db()
    won = win_deal(deal=deal, reason=won_for(), by=rita, at=at)
    type(deal).objects.filter(pk=deal.pk).update(amount=100)
    return place_order(deal=won, by=rita, at=at)


def test_lines_take_their_share_of_the_amount_with_them(lined, rita, at):
    lines = list(lined.lines.order_by("position"))
    assert list(line_amounts(lined).values()) == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]
    order = cancel_order(order=lined, reason="CUSTOMER", lines=lines[:1], by=rita, at=at)
    assert (order.standing_amount, order.cancelled_at, order.version) == (Decimal("66.66"), None, 2)
    with assert_refused("unknown_lines", "lines"):
        cancel_order(order=order, reason="CUSTOMER", lines=lines[:1], by=rita, at=at)
    order = cancel_order(order=order, reason="DELIVERY", lines=lines[1:], by=rita, at=at + HOUR)
    assert (order.standing_amount, order.cancelled_at) == (0, at + HOUR)
    last = Event.objects.filter(kind="order.cancelled").latest("id").payload
    assert (last["amount"], last["whole"], last["reason"]) == ("66.6600", True, "DELIVERY")


def test_cancelling_refusals(order, bill, cast, at):
    bill(order)
    with assert_refused("an_order_is_not_invoiced_above_its_amount", "lines", says="credit the invoice first"):
        cancel_order(order=order, reason="CUSTOMER", by=cast.rita, at=at)
    with assert_refused("reason", "reason"):
        cancel_order(order=order, reason="WHIM", by=cast.rita, at=at)
    with assert_refused("order_changed"):
        cancel_order(order=order, reason="CUSTOMER", by=cast.rita, at=at, expected_version=1)
    with assert_refused("not_allowed"):
        cancel_order(order=order, reason="CUSTOMER", by=cast.carla, at=at)
    credit_invoice(invoice=Invoice.objects.get(), by=cast.finn, at=at)
    gone = cancel_order(order=order, reason="CUSTOMER", by=cast.rita, at=at)
    assert gone.standing_amount == 0
    with assert_refused("cancelled"):
        cancel_order(order=gone, reason="CUSTOMER", by=cast.rita, at=at)
    with assert_refused("cancelled"):
        repeat_order(order=gone, by=cast.rita, at=at + HOUR)


def test_invoices_are_seen_with_their_order(process, bill, pay, cast):
    pay(bill(make_order(make_deal(cast.rita, "Alba"))))
    bill(make_order(make_deal(cast.sam, "Brio")), number="R-2")
    seen = {
        person.name: sorted(Invoice.objects.visible_to(person).values_list("number", flat=True))
        for person in (cast.rita, cast.max, cast.mona, cast.finn, cast.rosa)
    }
    assert list(seen.values()) == [["R-1"], ["R-1"], ["R-2"], ["R-1", "R-2"], []]
    assert Payment.objects.visible_to(cast.mona).count() == 0
