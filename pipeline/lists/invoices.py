"""The list of invoices: what was asked for, what is open, and what is overdue."""

from typing import Any

from django.db.models import Count, Max, OuterRef, Subquery
from django.utils.html import format_html
from django.utils.safestring import SafeString

from pipeline.forms.invoice_filters import STATES, InvoiceFilters
from pipeline.models import Account, CreditNote, Invoice
from pipeline.queries.invoice_standing import Standing, standing_on
from pipeline.queries.people import sellers_seen_by
from pipeline.queries.worth import foreign_currency, in_other_currency, summed
from pipeline.rules import can_read_pipeline
from pipeline.tables.adopting import own_key
from pipeline.templatetags.deals import left_out
from salesmgmt.web.addresses import row_url
from salesmgmt.web.components import marks
from salesmgmt.web.components.amounts import money
from salesmgmt.web.components.days import short_day
from salesmgmt.web.components.persons import who
from salesmgmt.web.lists.asked import Asked
from salesmgmt.web.lists.declaration import Column, List, Reader, Rows, Totals, View
from salesmgmt.web.lists.filters import Between, Choice, Row, Search, day_field
from salesmgmt.web.lists.registry import register


def joined(invoices: Rows, reader: Reader) -> Rows:
    notes = CreditNote.objects.filter(invoice=OuterRef("pk")).order_by().values("invoice")
    last = Subquery(notes.annotate(last=Max("credited_date")).values("last"))
    rows = invoices.annotate(credited_on=last, foreign_currency=foreign_currency())
    return rows.select_related("order__account", "order__owner")


def dress(invoices: Any, reader: Reader) -> Any:
    for invoice in invoices:
        invoice.today, invoice.standing = reader.today, standing_on(invoice, reader.today)
    return invoices


def totals(asked: Asked) -> Totals:
    sums = asked.narrowed.order_by().aggregate(
        count=Count("pk"),
        amount=summed("amount"),
        open=summed("open_amount"),
        others=in_other_currency(),
    )
    cells = {"amount": money(sums["amount"], decimals=0), "open": money(sums["open"], decimals=0)}
    return Totals(sums["count"], cells, left_out(sums["others"]))


def _number(invoice: Invoice) -> SafeString:
    return format_html('<a href="{}">{}</a>', row_url("pipeline:invoice", invoice.pk), invoice.number)


def _order(invoice: Invoice) -> SafeString:
    return format_html('<a href="{}">{}</a>', row_url("pipeline:order", invoice.order_id), invoice.order)


def _standing(invoice: Any) -> SafeString:
    standing: Standing = invoice.standing
    return marks.chip(standing.words, standing.tone)


def _of(name: str) -> Any:
    return lambda invoice: getattr(invoice, name)


def _day(name: str) -> Any:
    return lambda invoice: short_day(getattr(invoice, name), invoice.today)


INVOICES = register(
    List(
        code="invoices",
        imported_as="pipeline.invoices",
        nouns=("invoice", "invoices"),
        title="Invoices",
        sub="What was asked for, what came in, and what is open",
        url_name="pipeline:invoices",
        page="pipeline/page.html",
        here={"here": "invoices"},
        visible=can_read_pipeline,
        rows=lambda reader: Invoice.objects.visible_to(reader.user),
        joined=joined,
        dress=dress,
        columns=(
            Column("number", "Number", _number, _of("number"), on_phone=True),
            Column(
                "account",
                "Account",
                lambda invoice: invoice.order.account.name,
                lambda invoice: invoice.order.account.name,
                css="wrap-s",
                on_phone=True,
            ),
            Column("order", "Order", _order, lambda invoice: own_key(invoice.order), css="t-2"),
            Column("standing", "Stands", _standing, lambda invoice: invoice.standing.words),
            Column(
                "issued", "Issued", _day("issued_date"), _of("issued_date"), order="issued_date", first="-", css="t-2"
            ),
            Column("due", "Due", _day("due_date"), _of("due_date"), order="due_date", css="t-2"),
            Column(
                "amount",
                "Amount",
                lambda invoice: money(invoice.amount, invoice.foreign_currency, decimals=0),
                _of("amount"),
                order="amount",
                first="-",
                css="num",
            ),
            Column(
                "open",
                "Open",
                lambda invoice: money(invoice.open_amount, invoice.foreign_currency, decimals=0),
                _of("open_amount"),
                order="open_amount",
                first="-",
                css="num fw-semibold",
                on_phone=True,
            ),
            Column("currency", "Currency", _of("currency"), _of("currency"), css="t-2", shown=False),
            Column(
                "credited",
                "Credited",
                lambda invoice: money(invoice.credited_amount, invoice.foreign_currency, decimals=0),
                _of("credited_amount"),
                css="num t-2",
                shown=False,
            ),
            Column(
                "credited_on",
                "Credited on",
                lambda invoice: invoice.credited_on and short_day(invoice.credited_on, invoice.today),
                _of("credited_on"),
                css="t-2",
                shown=False,
            ),
            Column(
                "owner",
                "Owner",
                lambda invoice: who(invoice.order.owner, invoice.order.owner.short_name),
                lambda invoice: invoice.order.owner.name,
            ),
        ),
        filterset=InvoiceFilters,
        filters=(
            Search(name="search", title="Number"),
            Choice(name="standing", title="Stands", choices=STATES),
            Row(name="owner", title="Owner", rows=sellers_seen_by, any_words="Anybody"),
            Row(name="account", title="Account", rows=Account.objects.visible_to, in_menu=False),
            Between(name="due", title="Due", suffixes=("_from", "_to"), field=day_field),
        ),
        search="Number",
        order="-issued",
        views=(View("All", ""), View("Overdue", "standing=overdue&sort=due"), View("Open", "standing=open&sort=due")),
        totals=totals,
        link=lambda invoice: row_url("pipeline:invoice", invoice.pk),
        empty="pipeline/invoices/none.html",
        actions="pipeline/invoices/actions.html",
    )
)
