"""The list of cancellations: what of orders is not wanted any more, since when and why."""

from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from pipeline.choices import CancelReason
from pipeline.forms.list_filters import CancellationFilters
from pipeline.models import Account, OrderCancellation
from pipeline.queries.people import sellers_seen_by
from pipeline.queries.worth import foreign_currency, in_other_currency, summed
from pipeline.rules import can_read_pipeline
from pipeline.tables.adopting import own_key
from pipeline.templatetags.deals import left_out
from salesmgmt.web.components.amounts import money
from salesmgmt.web.components.days import day
from salesmgmt.web.components.persons import who
from salesmgmt.web.lists.asked import Asked
from salesmgmt.web.lists.declaration import Column, List, Reader, Rows, Totals, View
from salesmgmt.web.lists.filters import Choice, Row
from salesmgmt.web.lists.registry import register


def joined(rows: Rows, reader: Reader) -> Rows:
    rows = rows.annotate(foreign_currency=foreign_currency("order__currency"))
    return rows.select_related("line__product", "order__account", "order__owner")


def totals(asked: Asked) -> Totals:
    sums = asked.narrowed.order_by().aggregate(
        count=Count("pk"),
        amount=summed("amount", currency="order__currency"),
        others=in_other_currency("order__currency"),
    )
    return Totals(sums["count"], {"amount": money(sums["amount"], decimals=0)}, left_out(sums["others"]))


def _order(row: OrderCancellation) -> SafeString:
    return format_html('<a href="{}">{}</a>', reverse("pipeline:order", args=[row.order_id]), row.order)


def _what(row: OrderCancellation) -> SafeString | str:
    return str(row.line) if row.line else format_html('<span class="t-2">{}</span>', "all that was left")


def _of(name: str) -> Any:
    return lambda row: getattr(row, name)


CANCELLATIONS = register(
    List(
        code="cancellations",
        imported_as="pipeline.cancellations",
        nouns=("cancellation", "cancellations"),
        title="Cancellations",
        sub="What of orders is not wanted any more, since when and why",
        url_name="pipeline:cancellations",
        page="pipeline/page.html",
        here={"here": "cancellations"},
        visible=can_read_pipeline,
        rows=lambda reader: OrderCancellation.objects.visible_to(reader.user),
        joined=joined,
        columns=(
            Column("order", "Order", _order, lambda row: own_key(row.order)),
            Column(
                "account",
                "Account",
                lambda row: row.order.account.name,
                lambda row: row.order.account.name,
                css="wrap-s",
                on_phone=True,
            ),
            Column("what", "Cancelled line", _what, lambda row: str(row.line or ""), css="wrap-s"),
            Column(
                "line",
                "Line",
                lambda row: row.line.position if row.line else "",
                lambda row: row.line.position if row.line else None,
                css="num t-2",
                shown=False,
            ),
            Column(
                "cancelled",
                "Cancelled",
                lambda row: day(row.cancelled_at),
                _of("cancelled_at"),
                order="cancelled_at",
                first="-",
                css="t-2",
            ),
            Column(
                "reason", "Reason", lambda row: row.get_reason_display(), _of("reason"), css="wrap-s", on_phone=True
            ),
            Column(
                "amount",
                "Amount",
                lambda row: money(row.amount, row.foreign_currency, decimals=0),
                _of("amount"),
                order="amount",
                first="-",
                css="num fw-semibold",
                on_phone=True,
            ),
            Column(
                "currency",
                "Currency",
                lambda row: row.order.currency,
                lambda row: row.order.currency,
                css="t-2",
                shown=False,
            ),
            Column("note", "Note", _of("note"), _of("note"), css="wrap-s t-2"),
            Column(
                "owner",
                "Owner",
                lambda row: who(row.order.owner, row.order.owner.short_name),
                lambda row: row.order.owner.name,
            ),
        ),
        filterset=CancellationFilters,
        filters=(
            Choice(name="reason", title="Reason", choices=CancelReason.choices),
            Row(name="owner", title="Owner", rows=sellers_seen_by, any_words="Anybody"),
            Row(name="account", title="Account", rows=Account.objects.visible_to, in_menu=False),
        ),
        order="-cancelled",
        views=(View("All", ""), View("Not paid", f"reason={CancelReason.UNPAID}")),
        totals=totals,
        link=lambda row: reverse("pipeline:order", args=[row.order_id]),
        empty="pipeline/orders/none_cancelled.html",
        actions="pipeline/orders/cancellation_actions.html",
    )
)
