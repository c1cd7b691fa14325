"""The list of payments: what came in for invoices, and what of it went back."""

from typing import Any

from django.db.models import Count, Max, OuterRef, Subquery
from django.utils.html import format_html
from django.utils.safestring import SafeString

from pipeline.forms.payment_filters import PaymentFilters
from pipeline.models import Account, Payment, Refund
from pipeline.queries.people import sellers_seen_by
from pipeline.queries.worth import foreign_currency, in_other_currency, summed
from pipeline.rules import can_read_pipeline
from pipeline.tables.adopting import number_key
from pipeline.templatetags.deals import left_out
from salesmgmt.web.addresses import row_url
from salesmgmt.web.components.amounts import money
from salesmgmt.web.components.days import short_day
from salesmgmt.web.components.persons import who
from salesmgmt.web.lists.asked import Asked
from salesmgmt.web.lists.declaration import Column, List, Reader, Rows, Totals, View
from salesmgmt.web.lists.filters import Between, Choice, Row, Search, day_field
from salesmgmt.web.lists.registry import register


def joined(payments: Rows, reader: Reader) -> Rows:
    refunds = Refund.objects.filter(payment=OuterRef("pk")).order_by().values("payment")
    last = Subquery(refunds.annotate(last=Max("refunded_date")).values("last"))
    rows = payments.annotate(refunded_on=last, foreign_currency=foreign_currency("invoice__currency"))
    return rows.select_related("invoice__order__account", "invoice__order__owner")


def dress(payments: Any, reader: Reader) -> Any:
    for payment in payments:
        payment.today = reader.today
    return payments


def totals(asked: Asked) -> Totals:
    sums = asked.narrowed.order_by().aggregate(
        count=Count("pk"),
        amount=summed("amount", currency="invoice__currency"),
        refunded=summed("refunded_amount", currency="invoice__currency"),
        others=in_other_currency("invoice__currency"),
    )
    cells = {"amount": money(sums["amount"], decimals=0), "refunded": money(sums["refunded"], decimals=0)}
    return Totals(sums["count"], cells, left_out(sums["others"]))


def _invoice(payment: Payment) -> SafeString:
    url = row_url("pipeline:invoice", payment.invoice_id)
    return format_html('<a href="{}">{}</a>', url, payment.invoice.number)


def _of(name: str) -> Any:
    return lambda payment: getattr(payment, name)


def _account(payment: Payment) -> str:
    return payment.invoice.order.account.name


def _refunded(payment: Any) -> str:
    return money(payment.refunded_amount, payment.foreign_currency, decimals=0) if payment.refunded_amount else ""


PAYMENTS = register(
    List(
        code="payments",
        imported_as="pipeline.payments",
        nouns=("payment", "payments"),
        title="Payments",
        sub="What came in for invoices, and what went back",
        url_name="pipeline:payments",
        page="pipeline/page.html",
        here={"here": "payments"},
        visible=can_read_pipeline,
        rows=lambda reader: Payment.objects.visible_to(reader.user).that_came_in(),
        joined=joined,
        dress=dress,
        columns=(
            Column("invoice", "Invoice", _invoice, lambda payment: payment.invoice.number, on_phone=True),
            Column("account", "Account", _account, _account, css="wrap-s", on_phone=True),
            Column(
                "paid",
                "Paid",
                lambda payment: short_day(payment.paid_date, payment.today),
                _of("paid_date"),
                order="paid_date",
                first="-",
                css="t-2",
            ),
            Column("reference", "Reference", _of("reference"), _of("reference"), css="wrap-s t-2"),
            Column(
                "amount",
                "Amount",
                lambda payment: money(payment.amount, payment.foreign_currency, decimals=0),
                _of("amount"),
                order="amount",
                first="-",
                css="num fw-semibold",
                on_phone=True,
            ),
            Column("refunded", "Refunded", _refunded, _of("refunded_amount"), css="num t-2"),
            Column(
                "refunded_on",
                "Refunded on",
                lambda payment: short_day(payment.refunded_on, payment.today) if payment.refunded_on else "",
                _of("refunded_on"),
                css="t-2",
                shown=False,
            ),
            Column(
                "currency",
                "Currency",
                lambda payment: payment.invoice.currency,
                lambda payment: payment.invoice.currency,
                css="t-2",
                shown=False,
            ),
            Column(
                "owner",
                "Owner",
                lambda payment: who(payment.invoice.order.owner, payment.invoice.order.owner.short_name),
                lambda payment: payment.invoice.order.owner.name,
            ),
            Column("external_id", "Id in its source", number_key, number_key, css="t-2", shown=False),
        ),
        filterset=PaymentFilters,
        filters=(
            Search(name="search", title="Invoice or reference"),
            Choice(name="refunded", title="Refunded", choices=(("true", "In part or all"), ("false", "Nothing"))),
            Row(name="owner", title="Owner", rows=sellers_seen_by, any_words="Anybody"),
            Row(name="account", title="Account", rows=Account.objects.visible_to, in_menu=False),
            Between(name="paid", title="Paid", suffixes=("_from", "_to"), field=day_field),
        ),
        search="Invoice or reference",
        order="-paid",
        views=(View("All", ""), View("Refunded", "refunded=true")),
        totals=totals,
        link=lambda payment: row_url("pipeline:invoice", payment.invoice_id),
        empty="pipeline/payments/none.html",
        actions="pipeline/payments/actions.html",
    )
)
