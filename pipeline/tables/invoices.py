"""A table of invoices: known by their numbers; what one says stays, and only more of it can come to be credited."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import F, Max

from pipeline.domain.invoices import company_day
from pipeline.models import CreditNote, Invoice, Order
from pipeline.tables import layouts
from pipeline.tables.amounts import amount_said, is_nothing, plain, refuse_unknown_currencies
from pipeline.tables.orders import lock_orders, orders_called
from salesmgmt.common.money import money_said
from salesmgmt.imports.choices import Verdict
from salesmgmt.imports.columns import Column, ColumnKind, FileSpec, Problem, Values
from salesmgmt.imports.domain.landing import adopt
from salesmgmt.imports.domain.refusing import Reference, as_problem, refuse_rows, refuse_unknown
from salesmgmt.imports.domain.verdicts import Became, judge, remember, same_after_all
from salesmgmt.imports.models import ImportBatch, StagedRow
from salesmgmt.imports.queries.staged import became, rows_of, said_in, subjects_of
from salesmgmt.imports.registry import Chunk

STAYS = "an invoice stays as it was issued"
OTHERWISE = "credit it, and issue another under another number"


def check_invoice(values: Values) -> Iterator[Problem]:
    issued, due = str(values["issued_date"]), str(values["due_date"])
    if is_nothing(values["amount"]):
        yield Problem("amount", str(values["amount"]), "an invoice is for more than 0", "correct the amount")
    if due < issued:
        reason = "an invoice is due on the day it is issued or later"
        yield Problem("due_date", due, reason, "correct one of the days")
    if values["credited"] and not is_nothing(values["credited"]) and values["credited_date"] is None:
        yield Problem("credited_date", "", "it is open when so much was credited", "write the day of the credit note")


INVOICES = FileSpec(
    "invoices",
    "Invoices",
    "number",
    (
        Column("number", required=True, longest=40, known_as=("invoice number", "invoice no", "invoice")),
        Column("order", required=True, title="Order (number, or deal)", known_as=("order", "order number", "deal")),
        Column("account", known_as=("account name", "customer", "company")),
        Column("issued_date", ColumnKind.DAY, required=True, title="Issued", known_as=("invoice date", "date")),
        Column("due_date", ColumnKind.DAY, required=True, title="Due", known_as=("due on", "due")),
        Column("amount", ColumnKind.AMOUNT, required=True, known_as=("total", "invoice total", "invoice amount")),
        Column("currency", longest=3),
        Column("credited", ColumnKind.AMOUNT, known_as=("credited amount", "credit")),
        Column("credited_date", ColumnKind.DAY, title="Credited on", known_as=("credit date",)),
    ),
    check_invoice,
    layouts=(layouts.OUR_INVOICES,),
    whole=False,
)


@dataclass(slots=True)
class Said:
    """A row whose names are known: of which order, which invoice that is here already, how much more is credited."""

    row: StagedRow
    order: Order
    invoice: Invoice | None
    credited: Decimal


def check_invoices(chunk: Chunk) -> None:
    said = said_in(rows_of(chunk, ""), "order")
    known = orders_called(said, reader=chunk.by)
    order = Reference("order", "an order", "the orders", sorted(known))
    refuse_unknown(chunk, [(order, value) for value in sorted(said - known.keys())])
    refuse_unknown_currencies(chunk)
    _adopt(chunk)
    judge(chunk)
    told, problems = _looked_at(chunk)
    refuse_rows(chunk, problems)
    same_after_all(chunk, [each.row for each in told if each.invoice is not None and each.credited == 0])


def _adopt(chunk: Chunk) -> None:
    """An invoice of the row's number is the row's."""
    keys = {row.key for row in rows_of(chunk, "")}
    keys -= {*became(chunk.batch.kind, chunk.file, keys).values()}
    here = Invoice.objects.visible_to(chunk.by).filter(number__in=keys)
    adopt(chunk, {invoice.number: invoice for invoice in here})


def _looked_at(chunk: Chunk) -> tuple[list[Said], dict[int, Problem]]:
    """What lands, in the order of the file, and why the rest does not; orders and invoices are locked."""
    rows, said, problems = rows_of(chunk, Verdict.NEW, Verdict.CHANGED), [], {}
    called = orders_called(said_in(rows, "order"), reader=chunk.by)
    own = subjects_of(chunk.batch.kind, chunk.file, [row.key for row in rows])
    orders = lock_orders({*called.values()})
    here = Invoice.objects.filter(pk__in=own.values()).order_by("pk").select_for_update()
    invoices = {invoice.pk: invoice for invoice in here}
    taken = {
        *Invoice.objects.filter(number__in={row.key for row in rows} - own.keys()).values_list("number", flat=True)
    }
    left = {pk: order.uninvoiced_amount for pk, order in orders.items()}
    today = company_day(chunk.at)
    for row in rows:
        invoice = invoices.get(own.get(row.key, 0))
        order = orders[called[row.values["order"]]]
        each = Said(
            row, order, invoice, amount_said(row.values["credited"]) - (invoice.credited_amount if invoice else 0)
        )
        problem = _of_facts(each, today) or (_of_known(each) if invoice else _of_new(each, left[order.pk], taken))
        if problem:
            problems[row.row_no] = problem
        else:
            left[order.pk] += each.credited - (0 if invoice else Decimal(row.values["amount"]))
            said.append(each)
    return said, problems


def _of_facts(each: Said, today: date) -> Problem | None:
    values, order = each.row.values, each.order
    if values["account"] and values["account"].casefold() != order.account.name.casefold():
        reason = f"{order} is one of “{order.account.name}”"
        return Problem("account", values["account"], reason, "correct the order or the account")
    if values["currency"] not in (None, order.currency):
        reason = f"{order} is in {order.currency}, and so are its invoices"
        return Problem("currency", values["currency"], reason, f"write the amount in {order.currency}")
    for field, what in (("issued_date", "an invoice is issued"), ("credited_date", "an invoice is credited")):
        if values[field] and date.fromisoformat(values[field]) > today:
            return Problem(field, values[field], f"{what} today or earlier", "correct the day")
    return None


def _of_new(each: Said, left: Decimal, taken: set[str]) -> Problem | None:
    values, amount = each.row.values, Decimal(each.row.values["amount"])
    if each.row.key in taken:
        sentence = f"there is an invoice {each.row.key} already; number this one otherwise"
        return as_problem(sentence, field="number", value=each.row.key)
    if amount > left:
        sentence = f"{money_said(left, each.order.currency)} of {each.order} is not invoiced yet; invoice that or less"
        return as_problem(sentence, field="amount", value=values["amount"])
    if each.credited > amount:
        sentence = f"the invoice is for {money_said(amount, each.order.currency)}; credit that or less"
        return as_problem(sentence, field="credited", value=values["credited"])
    return None


def _of_known(each: Said) -> Problem | None:
    """Everything but what is credited must be as it is here."""
    values, invoice = each.row.values, each.invoice
    assert invoice is not None
    here = {
        "order": (each.order.pk, invoice.order_id),
        "issued_date": (values["issued_date"], invoice.issued_date.isoformat()),
        "due_date": (values["due_date"], invoice.due_date.isoformat()),
        "amount": (Decimal(values["amount"]), invoice.amount),
    }
    for field, (said, is_here) in here.items():
        if said != is_here:
            return Problem(field, str(values[field]), STAYS, OTHERWISE)
    if values["credited"] is None:
        each.credited = Decimal(0)
    if each.credited < 0:
        credited = money_said(invoice.credited_amount, invoice.currency)
        sentence = f"{credited} was credited here already, and a credit note stays; write that or more"
        return as_problem(sentence, field="credited", value=values["credited"])
    if each.credited > invoice.open_amount:
        left = money_said(invoice.open_amount, invoice.currency)
        sentence = f"{left} of {invoice} is open; credit that or less, or refund a payment first"
        return as_problem(sentence, field="credited", value=values["credited"])
    return None


def merge_invoices(chunk: Chunk) -> None:
    """Balances follow by their triggers; an order that is asked for more is at its next version."""
    told, _ = _looked_at(chunk)
    if not told:
        return
    new = [each for each in told if each.invoice is None]
    made = Invoice.objects.bulk_create(_issued(each, chunk) for each in new)
    for each, invoice in zip(new, made, strict=True):
        each.invoice = invoice
    credited = [each for each in told if each.credited]
    CreditNote.objects.bulk_create(
        CreditNote(
            invoice=each.invoice,
            amount=each.credited,
            credited_date=date.fromisoformat(each.row.values["credited_date"]),
            entered_by=chunk.by,
            recorded_at=chunk.at,
        )
        for each in credited
    )
    Order.objects.filter(pk__in={each.order.pk for each in (*new, *credited)}).update(version=F("version") + 1)
    later = {each.invoice.pk for each in credited if each.row.verdict == Verdict.CHANGED and each.invoice}
    Invoice.objects.filter(pk__in=later).update(version=F("version") + 1)
    remember(
        chunk, chunk.file, [Became(each.row.key, each.invoice.pk, each.row.digest) for each in told if each.invoice]
    )
    days = [each.invoice.issued_date for each in told if each.invoice]
    span = {"day_from": min(days), "day_to": max(days) + timedelta(days=1)}
    chunk.told.tell("invoices.imported", created=len(new), changed=len(told) - len(new), **span)


def _issued(each: Said, chunk: Chunk) -> Invoice:
    values = each.row.values
    return Invoice(
        order=each.order,
        number=each.row.key,
        issued_date=date.fromisoformat(values["issued_date"]),
        due_date=date.fromisoformat(values["due_date"]),
        amount=Decimal(values["amount"]),
        currency=each.order.currency,
        entered_by=chunk.by,
        recorded_at=chunk.at,
    )


def invoices_here(file: str, batch: ImportBatch, keys: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
    known = became(batch.kind, file, keys)
    rows = Invoice.objects.visible_to(batch.started_by).filter(pk__in=known).select_related("order__account")
    return {
        known[each.pk]: {
            "number": each.number,
            "order": each.order_id,
            "account": each.order.account.name,
            "issued_date": each.issued_date,
            "due_date": each.due_date,
            "amount": plain(each.amount),
            "currency": each.currency,
            "credited": plain(each.credited_amount),
            "credited_date": each.credited_on,
        }
        for each in rows.annotate(credited_on=Max("credit_notes__credited_date"))
    }
