"""The list of order lines: what accounts have ordered of each product, at which price, and what of it was cancelled."""

from typing import Any

from django.db.models import Count, DecimalField, ExpressionWrapper, F
from django.utils.html import format_html
from django.utils.safestring import SafeString

from pipeline.forms.list_filters import OrderLineFilters
from pipeline.models import Account, OrderLine, Product
from pipeline.queries.people import sellers_seen_by
from pipeline.queries.worth import foreign_currency, in_other_currency, summed
from pipeline.rules import can_read_costs, can_read_pipeline
from pipeline.tables.adopting import own_key
from pipeline.templatetags.deals import left_out
from salesmgmt.web.addresses import row_url
from salesmgmt.web.components.amounts import money
from salesmgmt.web.components.days import day
from salesmgmt.web.components.persons import who
from salesmgmt.web.lists.asked import Asked
from salesmgmt.web.lists.declaration import Column, List, Reader, Rows, Totals, View
from salesmgmt.web.lists.filters import Choice, Row
from salesmgmt.web.lists.registry import register

AMOUNT = ExpressionWrapper(F("quantity") * F("price"), output_field=DecimalField(max_digits=38, decimal_places=11))


def joined(lines: Rows, reader: Reader) -> Rows:
    return lines.select_related(
        "product", "cancellation", "order__account", "order__deal", "order__owner", "order__repeat_of"
    ).annotate(line_amount=AMOUNT, foreign_currency=foreign_currency("order__currency"))


def totals(asked: Asked) -> Totals:
    sums = asked.narrowed.order_by().aggregate(
        count=Count("pk"),
        amount=summed(AMOUNT, currency="order__currency"),
        others=in_other_currency("order__currency"),
    )
    return Totals(sums["count"], {"amount": money(sums["amount"], decimals=0)}, left_out(sums["others"]))


def _order(line: OrderLine) -> SafeString:
    return format_html('<a href="{}">{}</a>', row_url("pipeline:order", line.order_id), line.order)


def _cancelled(line: OrderLine) -> str:
    gone = getattr(line, "cancellation", None)
    return gone.get_reason_display() if gone else "All of it" if line.order.cancelled_at else ""


def _of(name: str) -> Any:
    return lambda line: getattr(line, name)


def _of_order(name: str) -> Any:
    return lambda line: getattr(line.order, name)


ORDER_LINES = register(
    List(
        code="order_lines",
        imported_as="pipeline.order_lines",
        nouns=("order line", "order lines"),
        title="Order lines",
        sub="What accounts have ordered of each product, and at which price",
        url_name="pipeline:order-lines",
        page="pipeline/page.html",
        here={"here": "order-lines"},
        visible=can_read_pipeline,
        rows=lambda reader: OrderLine.objects.visible_to(reader.user),
        joined=joined,
        columns=(
            Column("order", "Order", _order, lambda line: own_key(line.order), on_phone=True),
            Column("line", "Line", _of("position"), _of("position"), css="num t-2", shown=False),
            Column("product", "Product", _of("product"), lambda line: line.product.name, css="wrap-s", on_phone=True),
            Column(
                "account",
                "Account",
                lambda line: line.order.account.name,
                lambda line: line.order.account.name,
                css="wrap-s",
            ),
            Column(
                "ordered",
                "Ordered",
                lambda line: day(line.order.ordered_at),
                _of_order("ordered_at"),
                order="order__ordered_at",
                first="-",
                css="t-2",
            ),
            Column("quantity", "Quantity", lambda line: line.quantity.normalize(), _of("quantity"), css="num"),
            Column(
                "price",
                "Price",
                lambda line: money(line.price, line.foreign_currency, decimals=2),
                _of("price"),
                css="num",
            ),
            Column(
                "amount",
                "Amount",
                lambda line: money(line.line_amount, line.foreign_currency, decimals=0),
                _of("line_amount"),
                order="line_amount",
                first="-",
                css="num fw-semibold",
                on_phone=True,
            ),
            Column(
                "unit_cost",
                "Unit cost",
                lambda line: "" if line.unit_cost is None else money(line.unit_cost, line.foreign_currency, decimals=2),
                _of("unit_cost"),
                css="num t-2",
                shown=False,
                readable=can_read_costs,
            ),
            Column("cancelled", "Cancelled", _cancelled, _cancelled, css="t-2"),
            Column(
                "owner",
                "Owner",
                lambda line: who(line.order.owner, line.order.owner.short_name),
                lambda line: line.order.owner.name,
            ),
            Column(
                "email",
                "Owner's e-mail",
                lambda line: line.order.owner.email,
                lambda line: line.order.owner.email,
                shown=False,
            ),
            Column("currency", "Currency", _of_order("currency"), _of_order("currency"), css="t-2", shown=False),
            Column(
                "order_amount",
                "Order amount",
                lambda line: money(line.order.amount, line.foreign_currency, decimals=0),
                _of_order("amount"),
                css="num t-2",
                shown=False,
            ),
            Column(
                "deal_id",
                "Deal's id in its source",
                lambda line: line.order.deal.name if line.order.deal else "",
                lambda line: own_key(line.order.deal) if line.order.deal else "",
                css="t-2",
                shown=False,
            ),
            Column(
                "repeats",
                "Repeats",
                lambda line: line.order.repeat_of or "",
                lambda line: own_key(line.order.repeat_of) if line.order.repeat_of else "",
                css="t-2",
                shown=False,
            ),
        ),
        filterset=OrderLineFilters,
        filters=(
            Row(name="product", title="Product", rows=lambda user: Product.objects.all(), any_words="Any product"),
            Row(name="owner", title="Owner", rows=sellers_seen_by, any_words="Anybody"),
            Row(name="account", title="Account", rows=Account.objects.visible_to, in_menu=False),
            Choice(name="cancelled", title="Cancelled", choices=(("true", "Cancelled"), ("false", "Standing"))),
        ),
        order="-ordered",
        views=(View("All", ""), View("Standing", "cancelled=false"), View("Cancelled", "cancelled=true")),
        totals=totals,
        link=lambda line: row_url("pipeline:order", line.order_id),
        empty="pipeline/orders/no_lines.html",
    )
)
