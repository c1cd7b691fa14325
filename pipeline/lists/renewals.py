"""The list of renewals: which orders end, when, and what is done about it."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from pipeline.forms.renewal_filters import CHOICES, STANDING, STANDINGS, RenewalFilters
from pipeline.lists.accounts import DASH
from pipeline.models import Account, Renewal
from pipeline.queries.people import sellers_seen_by
from pipeline.queries.worth import foreign_currency
from pipeline.rules import can_read_pipeline
from salesmgmt.web.addresses import row_url
from salesmgmt.web.components import marks
from salesmgmt.web.components.amounts import money
from salesmgmt.web.components.days import short_day
from salesmgmt.web.components.persons import who
from salesmgmt.web.lists.declaration import Column, List, Reader, Rows, View
from salesmgmt.web.lists.filters import Between, Choice, Row, day_field
from salesmgmt.web.lists.registry import register

TONES = {"due": "watch", "opened": "accent", "renewed": "good", "lost": "bad"}


def joined(renewals: Rows, reader: Reader) -> Rows:
    rows = renewals.annotate(standing=STANDING, foreign_currency=foreign_currency("order__currency"))
    return rows.select_related("order__account", "order__owner", "deal")


def dress(renewals: Any, reader: Reader) -> Any:
    for renewal in renewals:
        renewal.today = reader.today
    return renewals


def said(renewal: Any) -> str:
    return STANDINGS[renewal.standing][0]


def standing_chip(renewal: Any) -> SafeString:
    return marks.chip(said(renewal).lower(), TONES.get(renewal.standing, ""))


def _account(renewal: Renewal) -> SafeString:
    page = row_url("pipeline:order", renewal.order_id)
    return format_html('<a href="{}">{}</a>', page, renewal.order.account.name)


def _deal(renewal: Renewal) -> SafeString | str:
    if renewal.deal is None:
        return renewal.get_reason_display() if renewal.reason else DASH
    return format_html('<a href="{}">{}</a>', row_url("pipeline:deal", renewal.deal_id), renewal.deal.name)


def _day(name: str) -> Any:
    return lambda renewal: short_day(getattr(renewal, name), renewal.today)


def _of(name: str) -> Any:
    return lambda renewal: getattr(renewal, name)


RENEWALS = register(
    List(
        code="renewals",
        not_imported="An order's term is entered on its page; a renewal follows from it.",
        nouns=("renewal", "renewals"),
        title="Renewals",
        sub="Which orders end, and what is done about it",
        url_name="pipeline:renewals",
        page="pipeline/page.html",
        here={"here": "renewals"},
        visible=can_read_pipeline,
        rows=lambda reader: Renewal.objects.visible_to(reader.user),
        joined=joined,
        dress=dress,
        columns=(
            Column("account", "Account", _account, lambda each: each.order.account.name, css="wrap-s", on_phone=True),
            Column("standing", "Stands", standing_chip, said, on_phone=True),
            Column("ends", "Ends", _day("end_date"), _of("end_date"), order="end_date", css="t-2", on_phone=True),
            Column("opens", "Opens", _day("opens_date"), _of("opens_date"), css="t-2"),
            Column("months", "Months", _of("months"), _of("months"), css="num"),
            Column(
                "amount",
                "Order",
                lambda each: money(each.order.standing_amount, each.foreign_currency, decimals=0),
                lambda each: each.order.standing_amount,
                css="num fw-semibold",
            ),
            Column("deal", "Deal, or why not", _deal, lambda each: each.deal.name if each.deal else "", css="wrap-s"),
            Column(
                "owner",
                "Owner",
                lambda each: who(each.order.owner, each.order.owner.short_name),
                lambda each: each.order.owner.name,
            ),
        ),
        filterset=RenewalFilters,
        filters=(
            Choice(name="standing", title="Stands", choices=CHOICES),
            Row(name="owner", title="Owner", rows=sellers_seen_by, any_words="Anybody"),
            Row(name="account", title="Account", rows=Account.objects.visible_to, in_menu=False),
            Between(name="ends", title="Ends", suffixes=("_from", "_to"), field=day_field),
        ),
        order="ends",
        views=(
            View("All", ""),
            View("Due", "standing=due"),
            View("Being renewed", "standing=opened"),
            View("Waiting", "standing=waiting"),
            View("Renewed", "standing=renewed"),
        ),
        link=lambda renewal: row_url("pipeline:order", renewal.order_id),
        empty="pipeline/renewals/none.html",
    )
)
