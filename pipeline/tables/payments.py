"""A table of payments: money that came in for invoices that are here, and how much of it went back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db.models import F, Max

from pipeline.domain.invoices import company_day
from pipeline.models import Invoice, Payment, Refund
from pipeline.tables import layouts
from pipeline.tables.adopting import adopt_numbers
from pipeline.tables.amounts import amount_said, is_nothing, plain, refuse_unknown_currencies
from pipeline.tables.orders import lock_orders
from salesmgmt.common.money import money_said
from salesmgmt.imports.choices import Verdict
from salesmgmt.imports.columns import Column, ColumnKind, FileSpec, Problem, Values
from salesmgmt.imports.domain.refusing import Reference, as_problem, refuse_rows, refuse_unknown
from salesmgmt.imports.domain.verdicts import Became, judge, remember, same_after_all
from salesmgmt.imports.models import ImportBatch, StagedRow
from salesmgmt.imports.queries.staged import became, rows_of, said_in, subjects_of
from salesmgmt.imports.registry import Chunk

STAYS = "a payment stays as it was recorded"
OTHERWISE = "refund it, and write what came in as another payment"


def check_payment(values: Values) -> Iterator[Problem]:
    refunded, paid = values["refunded"], str(values["paid_date"])
    if is_nothing(values["amount"]):
        yield Problem("amount", str(values["amount"]), "a payment is more than 0", "correct the amount")
    if amount_said(refunded) > amount_said(values["amount"]):
        reason = f"more went back than the {values['amount']} that came in"
        yield Problem("refunded", str(refunded), reason, "write what went back of this payment")
    if refunded and not is_nothing(refunded) and values["refunded_date"] is None:
        yield Problem("refunded_date", "", "it is open when so much went back", "write the day of the refund")
    elif values["refunded_date"] and str(values["refunded_date"]) < paid:
        reason = "a refund is paid on the day of its payment or later"
        yield Problem("refunded_date", str(values["refunded_date"]), reason, "correct the day")


PAYMENTS = FileSpec(
    "payments",
    "Payments",
    "payment_id",
    (
        Column("payment_id", longest=120, title="Id in the other system", known_as=("external id", "id", "payment id")),
        Column("invoice", required=True, longest=40, title="Invoice number", known_as=("invoice", "invoice no")),
        Column("paid_date", ColumnKind.DAY, required=True, title="Paid on", known_as=("payment date", "date", "paid")),
        Column("amount", ColumnKind.AMOUNT, required=True, known_as=("payment amount", "amount paid", "received")),
        Column("currency", longest=3),
        Column("reference", longest=80, known_as=("payment reference", "description")),
        Column("refunded", ColumnKind.AMOUNT, known_as=("amount refunded", "refunded amount")),
        Column("refunded_date", ColumnKind.DAY, title="Refunded on", known_as=("refund date",)),
    ),
    check_payment,
    layouts=(layouts.OUR_PAYMENTS,),
    key_else=("invoice", "paid_date", "amount", "reference"),
    whole=False,
    together="invoice",
)


@dataclass(slots=True)
class Said:
    """A row whose invoice is known: which payment it is here already, how much more went back, and in which turn it
    lands, so that at no instant more is paid of an invoice than is open."""

    row: StagedRow
    invoice: Invoice
    payment: Payment | None
    refunded: Decimal
    turn: int = 0

    @property
    def amount(self) -> Decimal:
        """What comes in by it."""
        return Decimal(0) if self.payment else Decimal(self.row.values["amount"])


def _invoices(chunk: Chunk, said: set[str]) -> dict[str, int]:
    """Of the invoices that are named, those that the importing person may see."""
    return dict(Invoice.objects.visible_to(chunk.by).filter(number__in=said).values_list("number", "pk"))


def check_payments(chunk: Chunk) -> None:
    said = said_in(rows_of(chunk, ""), "invoice")
    known = _invoices(chunk, said)
    invoice = Reference("invoice", "an invoice", "the invoices", sorted(known))
    refuse_unknown(chunk, [(invoice, value) for value in sorted(said - known.keys())])
    refuse_unknown_currencies(chunk)
    adopt_numbers(chunk, Payment.objects.visible_to(chunk.by).select_related("invoice"), _is_told_by)
    judge(chunk)
    told, problems = _looked_at(chunk)
    refuse_rows(chunk, problems)
    same_after_all(chunk, [each.row for each in told if each.payment is not None and each.refunded == 0])


def _is_told_by(values: Mapping[str, Any], payment: Payment) -> bool:
    told = (values["invoice"], values["paid_date"], Decimal(values["amount"]))
    return told == (payment.invoice.number, payment.paid_date.isoformat(), payment.amount)


def _looked_at(chunk: Chunk) -> tuple[list[Said], dict[int, Problem]]:
    """What lands, and why the rest does not; orders, invoices and payments are locked. What went back in part is looked
    at first, the largest first, so that what it leaves open again can be paid."""
    rows, problems = rows_of(chunk, Verdict.NEW, Verdict.CHANGED), {}
    known = _invoices(chunk, said_in(rows, "invoice"))
    lock_orders({*Invoice.objects.filter(pk__in=known.values()).values_list("order_id", flat=True)})
    locked = Invoice.objects.filter(pk__in=known.values()).order_by("pk").select_for_update()
    invoices = {invoice.pk: invoice for invoice in locked}
    own = subjects_of(chunk.batch.kind, chunk.file, [row.key for row in rows])
    kept = Payment.objects.filter(pk__in=own.values()).order_by("pk").select_for_update()
    payments = {payment.pk: payment for payment in kept}
    said = []
    for row in rows:
        payment = payments.get(own.get(row.key, 0))
        refunded = amount_said(row.values["refunded"]) - (payment.refunded_amount if payment else 0)
        said.append(Said(row, invoices[known[row.values["invoice"]]], payment, refunded))
    landing, today = [], company_day(chunk.at)
    left = {pk: invoice.open_amount for pk, invoice in invoices.items()}
    turns = dict.fromkeys(invoices, 0)
    for each in sorted(said, key=lambda one: (-one.refunded, one.row.row_no)):
        problem = _of_facts(each, today) or (_of_known(each) if each.payment else _of_new(each, left[each.invoice.pk]))
        if problem:
            problems[each.row.row_no] = problem
            continue
        left[each.invoice.pk] += each.refunded - each.amount
        each.turn = turns[each.invoice.pk]
        turns[each.invoice.pk] += bool(each.refunded)
        landing.append(each)
    return landing, problems


def _of_facts(each: Said, today: date) -> Problem | None:
    values, invoice = each.row.values, each.invoice
    if values["currency"] not in (None, invoice.currency):
        reason = f"{invoice} is in {invoice.currency}, and so is what is paid of it"
        return Problem("currency", values["currency"], reason, f"write the amount in {invoice.currency}")
    for field, what in (("paid_date", "a payment came in"), ("refunded_date", "a refund was paid")):
        if values[field] and date.fromisoformat(values[field]) > today:
            return Problem(field, values[field], f"{what} today or earlier", "correct the day")
    return None


def _of_new(each: Said, left: Decimal) -> Problem | None:
    if each.amount > left:
        sentence = (
            f"{money_said(left, each.invoice.currency)} of {each.invoice} is open; record that or less here, and the "
            "rest for another invoice"
        )
        return as_problem(sentence, field="amount", value=each.row.values["amount"])
    return None


def _of_known(each: Said) -> Problem | None:
    """Everything but what went back must be as it is here."""
    values, payment = each.row.values, each.payment
    assert payment is not None
    here = {
        "invoice": (each.invoice.pk, payment.invoice_id),
        "paid_date": (values["paid_date"], payment.paid_date.isoformat()),
        "amount": (Decimal(values["amount"]), payment.amount),
        "reference": (values["reference"] or payment.reference, payment.reference),
    }
    for field, (said, is_here) in here.items():
        if said != is_here:
            return Problem(field, str(values[field]), STAYS, OTHERWISE)
    if values["refunded"] is None:
        each.refunded = Decimal(0)
    if each.refunded < 0:
        went = money_said(payment.refunded_amount, each.invoice.currency)
        sentence = f"{went} went back here already, and a refund stays; write that or more"
        return as_problem(sentence, field="refunded", value=values["refunded"])
    return None


def merge_payments(chunk: Chunk) -> None:
    """Turn by turn: what came in, then what went back of it; balances follow by their triggers."""
    told, _ = _looked_at(chunk)
    if not told:
        return
    created = sum(each.payment is None for each in told)
    for _, turn in groupby(sorted(told, key=lambda one: one.turn), key=lambda one: one.turn):
        _land(chunk, sorted(turn, key=lambda one: one.row.row_no))
    Invoice.objects.filter(pk__in={each.invoice.pk for each in told}).update(version=F("version") + 1)
    became_rows = [Became(each.row.key, each.payment.pk, each.row.digest) for each in told if each.payment]
    remember(chunk, chunk.file, became_rows)
    days = [each.payment.paid_date for each in told if each.payment]
    span = {"day_from": min(days), "day_to": max(days) + timedelta(days=1)}
    chunk.told.tell("payments.imported", created=created, changed=len(told) - created, **span)


def _land(chunk: Chunk, turn: Sequence[Said]) -> None:
    new = [each for each in turn if each.payment is None]
    entered = {"entered_by": chunk.by, "recorded_at": chunk.at}
    made = Payment.objects.bulk_create(
        Payment(
            invoice=each.invoice,
            amount=each.amount,
            paid_date=date.fromisoformat(each.row.values["paid_date"]),
            reference=each.row.values["reference"] or "",
            **entered,
        )
        for each in new
    )
    for each, payment in zip(new, made, strict=True):
        each.payment = payment
    Refund.objects.bulk_create(
        Refund(
            payment=each.payment,
            amount=each.refunded,
            refunded_date=date.fromisoformat(each.row.values["refunded_date"]),
            **entered,
        )
        for each in turn
        if each.refunded
    )


def payments_here(file: str, batch: ImportBatch, keys: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
    known = became(batch.kind, file, keys)
    rows = Payment.objects.visible_to(batch.started_by).filter(pk__in=known).select_related("invoice")
    return {
        known[each.pk]: {
            "invoice": each.invoice.number,
            "paid_date": each.paid_date,
            "amount": plain(each.amount),
            "currency": each.invoice.currency,
            "reference": each.reference,
            "refunded": plain(each.refunded_amount),
            "refunded_date": each.refunded_on,
        }
        for each in rows.annotate(refunded_on=Max("refunds__refunded_date"))
    }
