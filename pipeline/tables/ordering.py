"""What the rows of one order say together, and why they cannot be an order: who ordered, when, what, for how much."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from pipeline.choices import StageKind
from pipeline.models import Account, Deal, Order, OrderLine, Product
from pipeline.tables.amounts import amount_said
from salesmgmt.accounts.models import User
from salesmgmt.common.money import money_said, rounded_sum
from salesmgmt.imports.columns import Problem
from salesmgmt.imports.models import StagedRow

OF_THE_ORDER = ("account", "deal", "owner", "ordered_at", "currency", "order_amount", "repeats")
"""Columns in which the rows of an order say the same, or nothing."""
STAYS = "an order stays as it was placed"
OTHERWISE = "cancel what is not wanted, and import what was ordered instead under another number"
Found = tuple[StagedRow, Problem]


@dataclass(slots=True)
class Ordered:
    """The rows of one order with what they name; `order` is the one that it is here already, and `takes_lines` whether
    an import brought that without its lines, which may follow."""

    number: str
    rows: list[StagedRow]
    account: Account | None = None
    deal: Deal | None = None
    owner: User | None = None
    ordered_at: datetime | None = None
    currency: str = ""
    products: Mapping[str, Product] = field(default_factory=dict)
    order: Order | None = None
    takes_lines: bool = False

    def said(self, name: str) -> Any:
        """What the first row that says something says of the order."""
        return next((row.values[name] for row in self.rows if row.values[name] is not None), None)

    @property
    def line_rows(self) -> list[StagedRow]:
        return [row for row in self.rows if row.values.get("product")]

    @property
    def positions(self) -> dict[int, int]:
        """By row number: as the file numbers its lines, or else in its order."""
        return {row.row_no: row.values["line"] or place for place, row in enumerate(self.line_rows, start=1)}

    def line_of(self, row: StagedRow) -> OrderLine:
        """The line that a row says, not saved."""
        product, cost = self.products[row.values["product"]], row.values["unit_cost"]
        return OrderLine(
            position=self.positions[row.row_no],
            product=product,
            quantity=Decimal(row.values["quantity"] or 1),
            price=Decimal(row.values["price"]),
            unit_cost=None if cost is None else Decimal(cost),
        )

    @property
    def cost(self) -> Decimal:
        """What its lines cost together."""
        return rounded_sum((self.line_of(row).amount for row in self.line_rows), self.currency)

    @property
    def amount(self) -> Decimal:
        """What its lines cost, or, without lines or where it was agreed for its deal, what the file says."""
        said = self.said("order_amount")
        is_agreed = self.deal is not None and said is not None and Decimal(said) == self.deal.amount
        return self.cost if self.line_rows and not is_agreed else amount_said(said)


def problems_of(ordered: Ordered, *, at: datetime, sellers: set[int], placed: set[int]) -> Iterator[Found]:
    """`placed` are deals that are orders already, here or further up in the file."""
    unlike = list(_unlike(ordered))
    yield from unlike
    if unlike:
        return
    if ordered.account is None and ordered.deal is None:
        yield (
            ordered.rows[0],
            Problem("account", "", "nobody ordered it", "write the account, or the deal that was won"),
        )
        return
    yield from _of_lines(ordered)
    if ordered.order is not None:
        yield from _of_known(ordered, ordered.order)
        return
    yield from _of_deal(ordered, placed)
    first = ordered.rows[0]
    if ordered.owner is None or ordered.owner.pk not in sellers:
        said = first.values["owner"] or (ordered.owner.name if ordered.owner else "")
        reason = f"“{said}” does not work deals" if said else f"nobody is the owner of {ordered.account}"
        yield first, Problem("owner", said, reason, "write a rep or a manager")
    if ordered.ordered_at is not None and ordered.ordered_at > at:
        said = str(ordered.said("ordered_at"))
        yield first, Problem("ordered_at", said, "an order was placed now or earlier", "correct the day")


def _unlike(ordered: Ordered) -> Iterator[Found]:
    for name in OF_THE_ORDER:
        said = ordered.said(name)
        for row in ordered.rows:
            value = row.values[name]
            if value is not None and value != said:
                reason = f"another row of order {ordered.number} says “{said}”"
                yield row, Problem(name, str(value), reason, "let all rows of an order say the same")


def _of_lines(ordered: Ordered) -> Iterator[Found]:
    rows = ordered.line_rows
    if rows and len(rows) < len(ordered.rows):
        bare = next(row for row in ordered.rows if not row.values.get("product"))
        yield bare, Problem("product", "", f"order {ordered.number} has lines", "write its product, or remove the row")
        return
    if len({row.values["line"] is None for row in rows}) > 1:
        bare = next(row for row in rows if row.values["line"] is None)
        yield bare, Problem("line", "", f"other lines of order {ordered.number} have numbers", "number all, or none")
    taken: set[int] = set()
    for row in rows:
        product, position = ordered.products[row.values["product"]], ordered.positions[row.row_no]
        if position in taken:
            reason = f"order {ordered.number} has a line {position} already"
            yield row, Problem("line", str(position), reason, "number its lines from 1, each once")
        taken.add(position)
        if product.currency != ordered.currency:
            reason = f"{product} is priced in {product.currency}, order {ordered.number} in {ordered.currency}"
            yield row, Problem("product", product.name, reason, "choose another product, or correct the currency")
    said = ordered.said("order_amount")
    if rows and ordered.order is None and said is not None and Decimal(said) != ordered.amount:
        reason = f"its lines come to {money_said(ordered.cost, ordered.currency)}"
        yield ordered.rows[0], Problem("order_amount", said, reason, "correct the lines or the amount")


def _of_deal(ordered: Ordered, placed: set[int]) -> Iterator[Found]:
    first, deal = ordered.rows[0], ordered.deal
    if deal is None:
        return
    if deal.state != StageKind.WON:
        reason = f"{deal.name} is {deal.get_state_display().lower()}"
        yield first, Problem("deal", str(ordered.said("deal")), reason, "import it as won, or leave the deal blank")
    elif deal.pk in placed:
        reason = f"{deal.name} is an order already"
        yield first, Problem("deal", str(ordered.said("deal")), reason, "say which order this one repeats instead")
    elif ordered.account is None or deal.account_id != ordered.account.pk:
        is_of = f"one of “{deal.account.name}”" if deal.account else "of no account"
        said = str(ordered.said("account") or "")
        yield first, Problem("account", said, f"{deal.name} is {is_of}", "correct the account or the deal")


def _of_known(ordered: Ordered, order: Order) -> Iterator[Found]:
    """Every fact must be as it is here."""
    first = ordered.rows[0]
    here = {
        "account": (ordered.account and ordered.account.pk, order.account_id),
        "ordered_at": (ordered.ordered_at, order.ordered_at.replace(second=0, microsecond=0)),
        "currency": (ordered.currency, order.currency),
        "deal": (ordered.deal.pk if ordered.deal else order.deal_id, order.deal_id),
        "owner": (ordered.owner and ordered.owner.pk, order.owner_id),
        "order_amount": (Decimal(ordered.said("order_amount") or order.amount), order.amount),
    }
    for name, (said, is_here) in here.items():
        if said != is_here and (ordered.said(name) is not None):
            yield first, Problem(name, str(ordered.said(name)), STAYS, OTHERWISE)
    lines = {line.position: line for line in order.lines.all()}
    if ordered.takes_lines and ordered.line_rows:
        yield from _of_lines_that_follow(ordered, order)
        return
    for row in ordered.line_rows:
        said_line = ordered.line_of(row)
        line = lines.get(said_line.position)
        if line is None or not _says_the_same(said_line, line):
            yield row, Problem("product", str(row.values["product"]), STAYS, OTHERWISE)


def _of_lines_that_follow(ordered: Ordered, order: Order) -> Iterator[Found]:
    """Lines cost what their order was placed for, unless that was agreed for its deal, or it orders the same again."""
    before = order.repeat_of
    agreed = order.deal_id is not None or (before is not None and before.amount == order.amount)
    if not agreed and ordered.cost != order.amount:
        reason = f"order {ordered.number} was placed for {money_said(order.amount, order.currency)}"
        yield ordered.line_rows[0], Problem("price", str(ordered.cost), reason, "let its lines come to that")


def _says_the_same(said: OrderLine, here: OrderLine) -> bool:
    same = (said.product_id, said.quantity, said.price) == (here.product_id, here.quantity, here.price)
    return same and said.unit_cost in (None, here.unit_cost)


def whole(ordered: Ordered, broken: Sequence[int]) -> Iterator[Found]:
    """An order lands with all of its lines or not at all: the other rows of one that has a broken row."""
    for row in ordered.rows:
        if row.row_no not in broken:
            reason = f"row {broken[0]} of order {ordered.number} cannot land, and an order lands whole"
            yield row, Problem("order", ordered.number, reason, f"correct row {broken[0]}")
