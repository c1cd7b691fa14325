"""A table of cancellations: lines of orders that are here, or all that was left of one, not wanted any more."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F

from pipeline.choices import CancelReason
from pipeline.domain.cancellations import line_amounts
from pipeline.models import Order, OrderCancellation
from pipeline.tables.instants import instant_said
from pipeline.tables.orders import lock_orders, orders_called
from pipeline.tables.own_layouts import OUR_CANCELLATIONS
from salesmgmt.imports.choices import Verdict
from salesmgmt.imports.columns import Column, ColumnKind, FileSpec, Problem
from salesmgmt.imports.domain.refusing import Reference, as_problem, refuse_rows, refuse_unknown
from salesmgmt.imports.models import StagedRow
from salesmgmt.imports.queries.staged import rows_of, said_in
from salesmgmt.imports.registry import Chunk
from salesmgmt.people.models import Company

CANCELLATIONS = FileSpec(
    "cancellations",
    "Cancellations",
    "cancellation_id",
    (
        Column("cancellation_id", longest=120, title="Id in the other system", known_as=("external id", "id")),
        Column("order", required=True, title="Order (number, or deal)", known_as=("order", "order number", "deal")),
        Column("line", ColumnKind.INTEGER, title="Line", known_as=("line number", "position", "line no")),
        Column("reason", required=True, choices=tuple(CancelReason.values), known_as=("cancel reason",)),
        Column(
            "cancelled_at",
            ColumnKind.INSTANT,
            required=True,
            title="Cancelled",
            known_as=("cancelled on", "cancellation date", "date"),
        ),
        Column("note", known_as=("comment", "description")),
    ),
    layouts=(OUR_CANCELLATIONS,),
    key_else=("order", "line"),
    whole=False,
    together="order",
)


def known_values(field: str) -> list[str]:
    return list(CancelReason.values) if field == "reason" else []


@dataclass(slots=True)
class Shrinking:
    """An order as the rows of a file cancel it, one after the other: which lines go or are gone, and what is left."""

    order: Order
    amounts: Mapping[int, Decimal]
    gone: dict[int | None, OrderCancellation] = field(default_factory=dict)
    going: list[OrderCancellation] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    left: Decimal = Decimal(0)
    over_at: datetime | None = None

    @property
    def lines(self) -> Mapping[int, int]:
        """Number of the line -> its row here."""
        return {line.position: line.pk for line in self.order.lines.all()}


def check_cancellations(chunk: Chunk) -> None:
    said = said_in(rows_of(chunk, ""), "order")
    known = orders_called(said, reader=chunk.by)
    order = Reference("order", "an order", "the orders", sorted(known))
    refuse_unknown(chunk, [(order, value) for value in sorted(said - known.keys())])
    landing, same, problems = _looked_at(chunk, "")
    refuse_rows(chunk, problems)
    new = [row_no for each in landing for row_no in each.rows]
    for verdict, numbers in ((Verdict.NEW, new), (Verdict.SAME, same)):
        StagedRow.objects.filter(batch=chunk.batch, file=chunk.file, row_no__in=numbers).update(verdict=verdict)


def _looked_at(chunk: Chunk, verdict: str) -> tuple[list[Shrinking], list[int], dict[int, Problem]]:
    """What lands, in the order in which it was cancelled; rows that say what is here; why the others do not land. The
    orders are locked."""
    rows = rows_of(chunk, verdict)
    called = orders_called(said_in(rows, "order"), reader=chunk.by)
    orders = lock_orders({*called.values()})
    shrinking = {pk: _as_it_stands(order) for pk, order in orders.items()}
    zone = ZoneInfo(Company.objects.current().zone)
    same, problems = [], {}
    said = [(instant_said(row.values["cancelled_at"], zone), row) for row in rows]
    for at, row in sorted(said, key=lambda one: (one[0], one[1].row_no)):
        each = shrinking[called[row.values["order"]]]
        line = each.lines.get(row.values["line"]) if row.values["line"] else None
        here = each.gone.get(line)
        if here is not None and _is_told_by(row.values, at, here):
            same.append(row.row_no)
        elif problem := _problem(each, row, line, at, chunk.at):
            problems[row.row_no] = problem
        else:
            _cancel(each, row, line, at, chunk)
    return [each for each in shrinking.values() if each.going], same, problems


def _as_it_stands(order: Order) -> Shrinking:
    gone = {cancellation.line_id: cancellation for cancellation in order.cancellations.all()}
    amounts = line_amounts(order) if order.lines.exists() else {}
    return Shrinking(order, amounts, gone, left=order.standing_amount, over_at=order.cancelled_at)


def _is_told_by(values: Mapping[str, Any], at: datetime, here: OrderCancellation) -> bool:
    when = here.cancelled_at.replace(second=0, microsecond=0)
    return (when, here.reason) == (at, values["reason"])


def _problem(each: Shrinking, row: StagedRow, line: int | None, at: datetime, now: datetime) -> Problem | None:
    order, values = each.order, row.values
    if values["line"] and line is None:
        sentence = f"{order} has no line {values['line']}; name lines by their numbers on its page"
        return as_problem(sentence, field="line", value=values["line"])
    if at > now:
        sentence = "an order was cancelled now or earlier; correct the day"
        return as_problem(sentence, field="cancelled_at", value=values["cancelled_at"])
    if at < order.ordered_at.replace(second=0, microsecond=0):
        sentence = f"{order} was placed later, on {order.ordered_at:%-d %b %Y}; correct the day"
        return as_problem(sentence, field="cancelled_at", value=values["cancelled_at"])
    if line in each.gone or each.over_at is not None:
        what = f"line {values['line']} of {order}" if line in each.gone and line else str(order)
        sentence = f"{what} is cancelled already, and a cancellation stays; leave the row out"
        return as_problem(sentence, field="line", value=values["line"])
    if each.left - _amount(each, line) < order.invoiced_amount:
        sentence = f"more of {order} is invoiced than would be left of it; credit the invoice first, then import this"
        return as_problem(sentence, field="line", value=values["line"])
    return None


def _amount(each: Shrinking, line: int | None) -> Decimal:
    return each.left if line is None else each.amounts[line]


def _cancel(each: Shrinking, row: StagedRow, line: int | None, at: datetime, chunk: Chunk) -> None:
    cancellation = OrderCancellation(
        order=each.order,
        line_id=line,
        amount=_amount(each, line),
        reason=row.values["reason"],
        note=row.values["note"] or "",
        cancelled_at=at,
        entered_by=chunk.by,
        recorded_at=chunk.at,
    )
    each.left -= cancellation.amount
    each.gone[line] = cancellation
    each.going.append(cancellation)
    each.rows.append(row.row_no)
    if line is None or not {*each.amounts} - {*each.gone}:
        each.over_at = at


def merge_cancellations(chunk: Chunk) -> None:
    """What is cancelled is added up by its trigger; with its last line an order is cancelled."""
    landing, _, _ = _looked_at(chunk, Verdict.NEW)
    if not landing:
        return
    made = OrderCancellation.objects.bulk_create(going for each in landing for going in each.going)
    for each in landing:
        Order.objects.filter(pk=each.order.pk).update(version=F("version") + 1, cancelled_at=each.over_at)
    company = Company.objects.current()
    days = [company.day_of(each.order.ordered_at) for each in landing]
    span = {"day_from": min(days), "day_to": max(days) + timedelta(days=1)}
    chunk.told.tell("cancellations.imported", created=len(made), **span)
