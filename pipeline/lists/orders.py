"""The list of orders."""

from typing import Any

from django.db.models import Count
from django.utils.html import format_html
from django.utils.safestring import SafeString

from pipeline.forms.list_filters import OrderFilters
from pipeline.models import Account, Order
from pipeline.queries.people import sellers_seen_by
from pipeline.queries.worth import foreign_currency, in_other_currency, summed
from pipeline.rules import can_read_pipeline
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


def joined(orders: Rows, reader: Reader) -> Rows:
    rows = orders.annotate(foreign_currency=foreign_currency())
    return rows.select_related("account", "deal", "owner", "repeat_of")


def totals(asked: Asked) -> Totals:
    sums = asked.narrowed.order_by().aggregate(count=Count("pk"), amount=summed("amount"), others=in_other_currency())
    return Totals(sums["count"], {"amount": money(sums["amount"], decimals=0)}, left_out(sums["others"]))


def _account(order: Order) -> SafeString:
    return format_html('<a href="{}">{}</a>', row_url("pipeline:order", order.pk), order.account.name)


def _deal(order: Order) -> SafeString | str:
    if order.deal is None:
        return format_html('<span class="t-3">{}</span>', "ordered again")
    return format_html('<a href="{}">{}</a>', row_url("pipeline:deal", order.deal_id), order.deal.name)


def _of(name: str) -> Any:
    return lambda order: getattr(order, name)


ORDERS = register(
    List(
        code="orders",
        imported_as="pipeline.order_lines",
        nouns=("order", "orders"),
        title="Orders",
        sub="What accounts have ordered, from a won deal or again",
        url_name="pipeline:orders",
        page="pipeline/page.html",
        here={"here": "orders"},
        visible=can_read_pipeline,
        rows=lambda reader: Order.objects.visible_to(reader.user),
        joined=joined,
        columns=(
            Column("account", "Account", _account, lambda order: order.account.name, css="wrap-s", on_phone=True),
            Column("deal", "Deal", _deal, lambda order: order.deal.name if order.deal else "", css="wrap-s"),
            Column(
                "ordered",
                "Ordered",
                lambda order: day(order.ordered_at),
                _of("ordered_at"),
                order="ordered_at",
                first="-",
                css="t-2",
                on_phone=True,
            ),
            Column(
                "amount",
                "Amount",
                lambda order: money(order.amount, order.foreign_currency, decimals=0),
                _of("amount"),
                order="amount",
                first="-",
                css="num fw-semibold",
                on_phone=True,
            ),
            Column("currency", "Currency", _of("currency"), _of("currency"), css="t-2"),
            Column(
                "owner", "Owner", lambda order: who(order.owner, order.owner.short_name), lambda order: order.owner.name
            ),
            Column("number", "Number", _of("pk"), _of("pk"), css="num t-2", shown=False),
            Column("external_id", "Number in its source", _of("external_id"), own_key, css="t-2", shown=False),
            Column(
                "email",
                "Owner's e-mail",
                lambda order: order.owner.email,
                lambda order: order.owner.email,
                shown=False,
            ),
            Column(
                "deal_id",
                "Deal's id in its source",
                lambda order: order.deal.name if order.deal else "",
                lambda order: own_key(order.deal) if order.deal else "",
                css="t-2",
                shown=False,
            ),
            Column(
                "repeats",
                "Repeats",
                lambda order: order.repeat_of or "",
                lambda order: own_key(order.repeat_of) if order.repeat_of else "",
                css="t-2",
                shown=False,
            ),
        ),
        filterset=OrderFilters,
        filters=(
            Row(name="owner", title="Owner", rows=sellers_seen_by, any_words="Anybody"),
            Row(name="account", title="Account", rows=Account.objects.visible_to, in_menu=False),
            Choice(name="repeats", title="Repeats", choices=(("true", "Repeat orders"), ("false", "First orders"))),
        ),
        order="-ordered",
        views=(View("All", ""), View("Repeat orders", "repeats=true")),
        totals=totals,
        link=lambda order: row_url("pipeline:order", order.pk),
        empty="pipeline/orders/none.html",
        actions="pipeline/orders/actions.html",
    )
)
