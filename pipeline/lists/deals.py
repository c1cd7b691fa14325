"""The list of deals: what it shows, what narrows it, and what can be done to many of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from pipeline.choices import ForecastCategory, StageKind
from pipeline.forms.amount_field import AmountField
from pipeline.forms.deal_filters import STEPS, DealFilters
from pipeline.lists.deal_acts import DEAL_ACTS
from pipeline.models import Account, CloseReason, Deal, LeadSource
from pipeline.queries.board import Sums
from pipeline.queries.health import Limit, Standing, limit_of, standing_of
from pipeline.queries.people import sellers_seen_by, teams_seen_by
from pipeline.queries.probability import SOURCES, Probabilities, override_of, probabilities_of
from pipeline.queries.processes import courses, stages_in_use
from pipeline.queries.worth import TOTALS, VALUE, foreign_currency
from pipeline.rules import can_read_pipeline
from pipeline.tables.adopting import own_key
from pipeline.templatetags.deals import deal_dot, deal_gauge, left_out, worth
from pipeline.views.figure_links import open_amount
from salesmgmt.web.addresses import row_url
from salesmgmt.web.components.amounts import money, number, percent
from salesmgmt.web.components.days import day, due
from salesmgmt.web.components.marks import pips
from salesmgmt.web.components.persons import who
from salesmgmt.web.lists.asked import Asked
from salesmgmt.web.lists.declaration import Column, List, Reader, Rows, Totals, View
from salesmgmt.web.lists.filters import Between, Choice, Row, Search, day_field
from salesmgmt.web.lists.registry import register
from salesmgmt.web.markup import format_html

SHORTEST_SCALE = 30


@dataclass(frozen=True, slots=True)
class DealRow:
    """A deal with how it stands, which of how many open stages it is in, and the end of the scale of days."""

    row: Deal
    standing: Standing
    likely: Probabilities | None
    place: tuple[int, int]
    scale_max: int


def joined(deals: Rows, reader: Reader) -> Rows:
    rows = deals.annotate(value=VALUE, foreign_currency=foreign_currency(), said_likely=override_of())
    return rows.select_related("stage", "owner", "account", "lead_source", "close_reason")


def dressed(deals: Sequence[Deal], reader: Reader) -> list[DealRow]:
    found = courses()
    stages = {stage.pk: stage for course in found for stage in course.stages}
    places = {stage.pk: (course.place_of(stage), course.length) for course in found for stage in course.stages}
    limits = {pk: limit_of(stage) for pk, stage in stages.items()}
    unsaid = {pk: probabilities_of(stage, None) for pk, stage in stages.items()}
    scale = max([2 * course.longest for course in found] + [SHORTEST_SCALE])
    today, zone = reader.today, reader.company.zone

    def likely(deal: Any) -> Probabilities | None:
        if not deal.is_open or deal.stage_id not in stages:
            return None
        said = deal.said_likely
        return probabilities_of(stages[deal.stage_id], said) if said else unsaid[deal.stage_id]

    return [
        DealRow(
            deal,
            standing_of(deal, today=today, zone=zone, limit=limits.get(deal.stage_id) or Limit(deal.stage.normal_days)),
            likely(deal),
            places.get(deal.stage_id, (0, 1)),
            scale,
        )
        for deal in deals
    ]


def totals(asked: Asked) -> Totals:
    sums = Sums(**asked.narrowed.order_by().aggregate(**TOTALS))
    is_open = asked.query.get("state") == StageKind.OPEN
    amount = open_amount(asked.reader.user, asked.query, sums.worth) if is_open else money(sums.worth, decimals=0)
    unpriced = f"{number(sums.unpriced)} of them at list price" if sums.unpriced else ""
    notes = [(each,) for each in (unpriced, left_out(sums.in_other_currency)) if each]
    note = format_html_join(" · ", "{}", notes)
    return Totals(sums.count, {"amount": amount}, note, worth=sums.worth)


def _name(each: DealRow) -> SafeString:
    deal, account = each.row, each.row.account
    beside: SafeString | str = ""
    if account is not None and not deal.name.startswith(account.name):
        beside = format_html('<span class="t-3 clip hide-s">{}</span>', account.name)
    return format_html(
        '<span class="row-x">{}<a href="{}" data-panel="{}">{}</a>{}</span>',
        deal_dot(deal, each.standing),
        row_url("pipeline:deal", deal.pk),
        row_url("pipeline:panel", deal.pk),
        deal.name,
        beside,
    )


def _stage(each: DealRow) -> SafeString | str:
    if not each.row.is_open:
        return each.row.stage.name
    return format_html(
        '<span class="row-x">{}<span class="say-s">{}</span></span>', pips(*each.place), each.row.stage.name
    )


def _next_step(each: DealRow) -> SafeString | str:
    deal = each.row
    if not deal.is_open:
        return ""
    if each.standing.is_paused:
        return format_html("Paused until {}", day(deal.paused_until))
    return deal.next_step or format_html('<span class="t-bad">{}</span>', "No next step")


def _due(each: DealRow) -> SafeString | str:
    return due(each.row.next_step_date) if each.row.is_open and not each.standing.is_paused else ""


def _days(each: DealRow) -> SafeString | str:
    if not each.row.is_open:
        return ""
    gauge = deal_gauge(each.standing, each.scale_max, width=64)
    return format_html('<span class="row-x">{}<span class="t-12 t-2">{} d</span></span>', gauge, each.standing.days)


def _likely(each: DealRow) -> SafeString | str:
    if each.likely is None:
        return ""
    whose = SOURCES[each.likely.source]
    return format_html('<span title="{}">{}</span>', f"{whose} probability", percent(each.likely.counts))


def _closes(each: DealRow) -> SafeString:
    css = "t-bad" if each.standing.should_be_closed else "t-2"
    return format_html('<span class="{}">{}</span>', css, day(each.row.close_date))


def _account(each: DealRow) -> SafeString | str:
    account = each.row.account
    if account is None:
        return ""
    return format_html('<a href="{}">{}</a>', row_url("pipeline:account", account.pk), account.name)


def _of(name: str, empty: Any = "") -> Any:
    """The plain value of a fact of the deal."""
    return lambda each: getattr(each.row, name) or empty


def _named(name: str) -> Any:
    """What a row that the deal names is called."""
    return lambda each: str(getattr(each.row, name) or "")


COLUMNS = (
    Column("name", "Deal", _name, _of("name"), order="name", css="wrap-s", on_phone=True),
    Column("stage", "Stage", _stage, lambda each: each.row.stage.name, on_phone=True),
    Column(
        "amount",
        "Amount",
        lambda each: worth(each.row),
        lambda each: each.row.amount,
        order="value",
        first="-",
        css="num fw-semibold",
        on_phone=True,
    ),
    Column("next_step", "Next step", _next_step, _of("next_step"), css="step-cell"),
    Column("due", "Due", _due, _of("next_step_date", None), order="next_step_date", on_phone=True),
    Column("entered", "Days in stage, mark = limit", _days, lambda each: each.standing.days, order="stage_entered_at"),
    Column(
        "likely",
        "How likely",
        _likely,
        lambda each: each.likely.counts if each.likely else None,
        css="num",
    ),
    Column(
        "chance",
        "Stage says",
        lambda each: percent(each.row.stage.default_probability) if each.row.is_open else "",
        lambda each: each.row.stage.default_probability if each.row.is_open else None,
        css="num",
        shown=False,
    ),
    Column("closes", "Closes", _closes, _of("close_date", None), order="close_date"),
    Column("owner", "Owner", lambda each: who(each.row.owner, each.row.owner.short_name), _named("owner")),
    Column("account", "Account", _account, _named("account"), shown=False),
    Column("state", "State", lambda each: each.row.get_state_display(), _of("state"), shown=False),
    Column(
        "forecast",
        "Forecast",
        lambda each: ForecastCategory(each.row.forecast_category).label,
        _of("forecast_category"),
        shown=False,
    ),
    Column("lead_source", "Lead source", _named("lead_source"), _named("lead_source"), shown=False),
    Column("close_reason", "Reason", _named("close_reason"), _named("close_reason"), shown=False),
    Column(
        "started", "Started", lambda each: day(each.row.started_date), _of("started_date", None), css="t-2", shown=False
    ),
    Column("paused", "Paused until", lambda each: day(each.row.paused_until), _of("paused_until", None), shown=False),
    Column("currency", "Currency", _of("currency"), _of("currency"), css="t-2", shown=False),
    Column(
        "owner_email",
        "Owner's e-mail",
        lambda each: each.row.owner.email,
        lambda each: each.row.owner.email,
        shown=False,
    ),
    Column(
        "external_id", "Id in its source", _of("external_id"), lambda each: own_key(each.row), css="t-2", shown=False
    ),
)
FILTERS = (
    Search(name="search", title="Name"),
    Choice(name="state", title="State", choices=StageKind.choices, any_words="Any state"),
    Row(name="stage", title="Stage", rows=lambda user: stages_in_use(), any_words="Any stage"),
    Row(name="owner", title="Owner", rows=sellers_seen_by, any_words="Anybody"),
    Row(name="team", title="Team", rows=teams_seen_by, any_words="Any team"),
    Row(name="account", title="Account", rows=Account.objects.visible_to, in_menu=False),
    Row(name="close_reason", title="Reason", rows=CloseReason.objects.visible_to, any_words="Any reason", key="code"),
    Row(name="lead_source", title="Lead source", rows=LeadSource.objects.visible_to, any_words="Any", key="code"),
    Choice(name="step", title="Next step", choices=STEPS),
    Between(name="close", title="Closes", suffixes=("_from", "_to"), field=day_field),
    Between(name="amount", title="Amount", suffixes=("_min", "_max"), field=AmountField),
)
VIEWS = (
    View("All open", "state=OPEN"),
    View("Needs somebody", "state=OPEN&step=attention"),
    View("Stalled", "state=OPEN&step=stalled&sort=entered"),
    View("No next step", "state=OPEN&step=missing"),
    View("Paused", "state=OPEN&step=paused"),
    View("Won", "state=WON&sort=-closes"),
    View("All", ""),
)
DEALS = register(
    List(
        code="deals",
        nouns=("deal", "deals"),
        title="Deals",
        sub="Every deal you may see, narrowed and ordered as you like",
        url_name="pipeline:deals",
        page="pipeline/page.html",
        here={"here": "list"},
        visible=can_read_pipeline,
        rows=lambda reader: Deal.objects.visible_to(reader.user),
        joined=joined,
        dress=dressed,
        columns=COLUMNS,
        filterset=DealFilters,
        filters=FILTERS,
        search="Deal or account",
        start="state=OPEN",
        order="-amount",
        views=VIEWS,
        totals=totals,
        worth=lambda each: None if each.row.foreign_currency else each.row.value,
        acts=DEAL_ACTS,
        link=lambda deal: row_url("pipeline:deal", deal.pk),
        actions="pipeline/new_deal_button.html",
        lead="pipeline/board_or_list.html",
        empty="pipeline/board/no_deals.html",
        imported_as="deals",
    )
)
