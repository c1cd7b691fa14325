"""Tables of orders: one row a line, where rows of one order number are one order, which lands whole; and one row an
order, whose lines may follow in a file of the other kind. An order stays as it was placed."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Min

from pipeline.models import Account, Order, OrderLine, Product
from pipeline.queries.people import sellers
from pipeline.tables import names
from pipeline.tables.adopting import identity_of, numbers_of
from pipeline.tables.amounts import is_nothing, refuse_unknown_currencies
from pipeline.tables.instants import instant_said
from pipeline.tables.ordering import Ordered, problems_of, whole
from pipeline.tables.orders import ORDERS_KIND, RECORD, lock_orders
from salesmgmt.accounts.models import User
from salesmgmt.events.models import Event
from salesmgmt.imports.choices import Verdict
from salesmgmt.imports.columns import OWN, Column, ColumnKind, FileSpec, Layout, Problem, Values
from salesmgmt.imports.domain.naming import addresses, people, unknown_among, unknown_people
from salesmgmt.imports.domain.refusing import refuse_rows, refuse_unknown
from salesmgmt.imports.domain.verdicts import Became, remember
from salesmgmt.imports.models import ImportBatch, ImportedRow, StagedRow
from salesmgmt.imports.queries.staged import rows_of, said_in, subjects_of
from salesmgmt.imports.registry import Chunk
from salesmgmt.people.models import Company

PRODUCTS_KIND = "pipeline.products"
OUR_ORDER_LINES = Layout(
    OWN,
    "an export of the list of order lines",
    "",
    {
        "Order": "order",
        "Line": "line",
        "Account": "account",
        "Deal's id in its source": "deal",
        "Owner's e-mail": "owner",
        "Ordered": "ordered_at",
        "Currency": "currency",
        "Order amount": "order_amount",
        "Product": "product",
        "Quantity": "quantity",
        "Price": "price",
        "Unit cost": "unit_cost",
        "Repeats": "repeats",
    },
)


OUR_ORDERS = Layout(
    OWN,
    "an export of the list of orders",
    "",
    {
        "Number in its source": "order",
        "Account": "account",
        "Deal's id in its source": "deal",
        "Owner's e-mail": "owner",
        "Ordered": "ordered_at",
        "Currency": "currency",
        "Amount": "order_amount",
        "Repeats": "repeats",
    },
)


def check_line(values: Values) -> Iterator[Problem]:
    product = values["product"]
    if product is None and values["order_amount"] is None:
        yield Problem("product", "", "an order has lines or an amount", "write a product, or the order's amount")
    if product is not None and values["price"] is None:
        yield Problem("price", "", f"one “{product}” has no price", "write what one cost after discount; 0 if nothing")
    if values["quantity"] is not None and is_nothing(values["quantity"]):
        yield Problem("quantity", str(values["quantity"]), "a line is of more than 0", "correct it or leave it out")
    if values["line"] is not None and not 0 < int(values["line"]) <= 32_767:
        yield Problem("line", str(values["line"]), "lines are numbered from 1", "correct the number")


_NUMBER = Column("order", required=True, longest=120, title="Order number", known_as=("order", "order no", "order id"))
_WHOSE = (
    Column("account", known_as=("account name", "customer", "company")),
    Column("deal", title="Deal (number, or name)", known_as=("deal", "deal name", "opportunity")),
    Column("owner", known_as=("order owner", "sales rep", "salesperson")),
    Column("ordered_at", ColumnKind.INSTANT, required=True, title="Ordered", known_as=("order date", "ordered on")),
    Column("currency", longest=3),
)
_REPEATS = Column("repeats", longest=120, title="Repeats order", known_as=("repeat of", "repeats", "original order"))
ORDERS = FileSpec(
    "orders",
    "Orders, one row each",
    "order",
    (
        _NUMBER,
        *_WHOSE,
        Column("order_amount", ColumnKind.AMOUNT, required=True, known_as=("amount", "order total", "total")),
        _REPEATS,
    ),
    layouts=(OUR_ORDERS,),
    whole=False,
)
ORDER_LINES = FileSpec(
    "order_lines",
    "Orders, one row a line",
    "line_id",
    (
        Column("line_id", longest=120, title="Id in the other system", known_as=("order item id", "order line id")),
        _NUMBER,
        Column("line", ColumnKind.INTEGER, title="Line", known_as=("line number", "position", "line no")),
        *_WHOSE,
        Column("order_amount", ColumnKind.AMOUNT, known_as=("order total", "total")),
        Column("product", known_as=("product name", "item")),
        Column("quantity", ColumnKind.AMOUNT, decimals=3, known_as=("qty", "number of items")),
        Column("price", ColumnKind.AMOUNT, decimals=8, title="Price", known_as=("unit price", "sales price")),
        Column("unit_cost", ColumnKind.AMOUNT, title="Unit cost", known_as=("cost",)),
        _REPEATS,
    ),
    check_line,
    layouts=(OUR_ORDER_LINES,),
    key_else=("order", "line", "product", "quantity", "price"),
    whole=False,
    together="order",
)


def known_values(field: str) -> list[str]:
    """What a value may be mapped to; accounts and deals are too many to choose from a list."""
    if field == "product":
        return list(Product.objects.values_list("name", flat=True))
    return addresses() if field == "owner" else []


def _products(said: set[str]) -> dict[str, Product]:
    """By the id that an import knows them by, else by a name that only one has."""
    named = Product.objects.filter(name__in=said).order_by().values("name").annotate(many=Count("id"), one=Min("id"))
    found = {row["name"]: row["one"] for row in named if row["many"] == 1}
    known = ImportedRow.objects.filter(source=PRODUCTS_KIND, record="products", external_id__in=said)
    found |= dict(known.values_list("external_id", "subject_id"))
    here = Product.objects.in_bulk(found.values())
    return {name: here[pk] for name, pk in found.items() if pk in here}


def check_orders(chunk: Chunk) -> None:
    unknown = [*unknown_people(chunk), *names.unknown_accounts(chunk, "account")]
    rows = rows_of(chunk, "")
    unknown += unknown_among(chunk, "deal", "a deal", "the deals", names.deals_called(said_in(rows, "deal")))
    unknown += unknown_among(chunk, "product", "a product", "the products", _products(said_in(rows, "product")))
    refuse_unknown(chunk, unknown)
    refuse_unknown_currencies(chunk)
    broken = {row.values.get("order"): row.row_no for row in reversed(rows_of(chunk, Verdict.REFUSED))}
    said = _ordered(chunk, rows_of(chunk, ""))
    placed = {*Order.objects.filter(deal__in=[each.deal for each in said if each.deal]).values_list("deal", flat=True)}
    selling = {*sellers().values_list("pk", flat=True)}
    earlier, problems, good = _Earlier(chunk, said), {}, []
    for each in said:
        found = [*problems_of(each, at=chunk.at, sellers=selling, placed=placed), *earlier.problems(each)]
        bad = [broken[each.number]] if each.number in broken else sorted(row.row_no for row, _ in found)
        if bad:
            earlier.facts.pop(each.number, None)
            found += whole(each, [*bad, *(row.row_no for row, _ in found)])
        else:
            good.append(each)
            placed |= {each.deal.pk} if each.deal else set()
        problems |= {row.row_no: problem for row, problem in reversed(found)}
    refuse_rows(chunk, problems)
    here = {each.number: each.order.pk for each in good if each.order is not None}
    known = subjects_of(chunk.batch.kind, RECORD, here)
    remember(chunk, RECORD, [Became(number, pk) for number, pk in here.items() if known.get(number) != pk])
    for verdict in (Verdict.NEW, Verdict.CHANGED, Verdict.SAME):
        rows = [row.pk for each in good if _verdict(each) == verdict for row in each.rows]
        StagedRow.objects.filter(pk__in=rows).update(verdict=verdict)


def _verdict(each: Ordered) -> Verdict:
    """An order that is here is the same, unless the file says as the first which one it repeats, or brings lines."""
    if each.order is None or (each.takes_lines and each.line_rows):
        return Verdict.NEW
    return Verdict.CHANGED if each.said("repeats") and each.order.repeat_of_id is None else Verdict.SAME


def _ordered(chunk: Chunk, rows: Sequence[StagedRow]) -> list[Ordered]:
    """The orders that rows are of, in the file's order, with what they name."""
    groups: dict[str, Ordered] = {}
    for row in rows:
        groups.setdefault(row.values["order"], Ordered(row.values["order"], [])).rows.append(row)
    company, persons = Company.objects.current(), people()
    deals, products = names.deals_called(said_in(list(rows), "deal")), _products(said_in(list(rows), "product"))
    called = names.accounts(said_in(list(rows), "account"))
    accounts = Account.objects.in_bulk(
        {*called.values(), *(deal.account_id for deal in deals.values() if deal.account_id)}
    )
    for each in groups.values():
        each.deal = deals.get(each.said("deal") or "")
        account = called.get(each.said("account") or "") or (each.deal and each.deal.account_id)
        each.account = accounts.get(account or 0)
        each.ordered_at = instant_said(each.said("ordered_at"), ZoneInfo(company.zone))
        each.currency = each.said("currency") or (each.deal.currency if each.deal else company.currency)
        each.products = products
    users = User.objects.in_bulk({pk for each in groups.values() if (pk := _owner(each, persons))})
    here = _orders_here(chunk, list(groups.values()))
    for each in groups.values():
        each.owner, each.order = users.get(_owner(each, persons) or 0), here.get(each.number)
    bare = _brought_bare({order.pk: order for order in here.values()})
    for each in groups.values():
        each.takes_lines = each.order is not None and each.order.pk in bare
    return list(groups.values())


def _brought_bare(orders: Mapping[int, Order]) -> set[int]:
    """Those that an import brought without lines; what was placed here for an amount stays as it was placed."""
    bare = {pk for pk, order in orders.items() if not order.lines.all() and not order.cancelled_amount}
    placed = Event.objects.filter(kind="order.placed", subject_kind=Order._meta.label_lower, subject_id__in=bare)
    return bare - {*placed.values_list("subject_id", flat=True)}


def _owner(each: Ordered, persons: Mapping[str, int]) -> int | None:
    """As the file says; else the deal's, else the account's."""
    if each.said("owner"):
        return persons.get(each.said("owner").casefold())
    return each.deal.owner_id if each.deal else each.account and each.account.owner_id


def _orders_here(chunk: Chunk, said: Sequence[Ordered]) -> dict[str, Order]:
    """By the number that an import has brought; a number of ours (“#12”) stands for the order here that the same
    account placed then, and in an export of another database for none."""
    known = subjects_of(chunk.batch.kind, RECORD, [each.number for each in said])
    own = {key: pk for pk, key in numbers_of(each.number for each in said).items()}
    orders = {
        order.pk: order
        for order in Order.objects.filter(pk__in=[*known.values(), *own.values()])
        .select_related("repeat_of")
        .prefetch_related("lines__product")
    }
    found = {}
    for each in said:
        candidates = [orders.get(pks[each.number]) for pks in (own, known) if each.number in pks]
        fitting = [order for order in candidates if order and (each.number not in own or _is_told_by(each, order))]
        if fitting:
            found[each.number] = fitting[0]
    return found


def _is_told_by(each: Ordered, order: Order) -> bool:
    when = order.ordered_at.replace(second=0, microsecond=0)
    return each.account is not None and (each.account.pk, each.ordered_at) == (order.account_id, when)


class _Earlier:
    """The orders that some repeat: of the same account, from before; here, or anywhere in the file."""

    def __init__(self, chunk: Chunk, said: Sequence[Ordered]) -> None:
        self.facts: dict[str, tuple[int | None, datetime | None]] = {}
        wanted = {each.said("repeats") for each in said} - {None}
        if not wanted:
            return
        in_file = StagedRow.objects.filter(batch=chunk.batch, file=chunk.file, values__order__in=wanted)
        rows = list(in_file.exclude(verdict=Verdict.REFUSED).order_by("row_no"))
        for each in _ordered(chunk, rows):
            self.facts[each.number] = (each.account and each.account.pk, each.ordered_at)
        here = _by_number(wanted - self.facts.keys())
        self.facts |= {key: (order.account_id, order.ordered_at) for key, order in here.items()}

    def problems(self, each: Ordered) -> Iterator[tuple[StagedRow, Problem]]:
        number = each.said("repeats")
        if not number:
            return
        fact, first = self.facts.get(number), each.rows[0]
        if fact is None:
            reason, way_out = f"“{number}” is not an order", "add it to the orders, or leave this blank"
        elif fact[0] != (each.account and each.account.pk):
            reason, way_out = f"order {number} is one of another account", "write an order of this account"
        elif fact[1] is None or each.ordered_at is None or fact[1] >= each.ordered_at:
            reason, way_out = f"order {number} was not placed before", "write an earlier one, or correct the days"
        else:
            return
        yield first, Problem("repeats", str(number), reason, way_out)


def _by_number(numbers: set[str]) -> dict[str, Order]:
    known = subjects_of(ORDERS_KIND, RECORD, numbers)
    own = {key: pk for pk, key in numbers_of(numbers).items()} | known
    orders = Order.objects.in_bulk(own.values())
    return {key: orders[pk] for key, pk in own.items() if pk in orders}


def merge_orders(chunk: Chunk) -> None:
    """Writes the chunk's orders with their lines, and tells of the days on which they were placed. Lines that follow
    their order join it."""
    said = _ordered(chunk, rows_of(chunk, Verdict.NEW))
    if not said:
        return
    following = {each.number: each.order for each in said if each.order is not None}
    lock_orders([order.pk for order in following.values()])
    Order.objects.filter(pk__in=[order.pk for order in following.values()]).update(version=F("version") + 1)
    new = [each for each in said if each.order is None]
    made = Order.objects.bulk_create(
        Order(
            account=each.account,
            deal=each.deal,
            owner=each.owner,
            ordered_at=each.ordered_at,
            amount=each.amount,
            currency=each.currency,
            recorded_at=chunk.at,
            **identity_of(chunk, each.number),
        )
        for each in new
    )
    lines, placed = [], following | {each.number: order for each, order in zip(new, made, strict=True)}
    for each in said:
        order = placed[each.number]
        for row in each.line_rows:
            line = each.line_of(row)
            line.order = order
            lines.append(line)
    OrderLine.objects.bulk_create(lines)
    remember(chunk, RECORD, [Became(each.number, order.pk) for each, order in zip(new, made, strict=True)])
    company = Company.objects.current()
    days = [company.day_of(order.ordered_at) for order in placed.values()]
    span = {"day_from": min(days), "day_to": max(days) + timedelta(days=1)}
    chunk.told.tell("orders.imported", created=len(made), **({"changed": len(following)} if following else {}), **span)


def link_repeats(chunk: Chunk) -> None:
    """In a second pass, because the order that one repeats may stand further down."""
    rows = [row for row in rows_of(chunk, Verdict.NEW, Verdict.CHANGED) if row.values["repeats"]]
    said = {row.values["order"]: row.values["repeats"] for row in rows}
    orders = _by_number({*said, *said.values()})
    lock_orders([orders[number].pk for number in said if number in orders])
    for number, repeats in said.items():
        if number in orders and repeats in orders:
            again = Order.objects.filter(pk=orders[number].pk, repeat_of=None)
            again.update(repeat_of=orders[repeats], version=F("version") + 1)
    days = [Company.objects.current().day_of(orders[number].ordered_at) for number in said if number in orders]
    changed = {row.values["order"] for row in rows if row.verdict == Verdict.CHANGED}
    if changed and days:
        span: dict[str, Any] = {"day_from": min(days), "day_to": max(days) + timedelta(days=1)}
        chunk.told.tell("orders.imported", created=0, changed=len(changed), **span)


def orders_here(file: str, batch: ImportBatch, keys: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
    """What can change is which order one repeats."""
    rows = StagedRow.objects.filter(batch=batch, file=file, key__in=keys)
    numbers = {row.key: row.values["order"] for row in rows}
    orders = _by_number({*numbers.values()})
    return {key: {"repeats": orders[said].repeat_of_id} for key, said in numbers.items() if said in orders}
