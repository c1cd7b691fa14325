"""Figures over deals: how many there are, what was won, how often and how fast, and what is open."""

from decimal import Decimal

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, NullIf

from pipeline.choices import StageKind
from pipeline.figures.places import ACCOUNT, MANAGER, REGION, TEAM, reads_pipeline
from pipeline.models import Deal
from pipeline.queries.deals_as_of import (
    CLOSED,
    DaysBetween,
    closed_in_period,
    deals_as_of,
    in_company_currency,
    in_other_currency,
    open_or_closed_in_period,
    start_unknown,
)
from pipeline.queries.product_of_deal import only_product
from pipeline.queries.quarters import SPELLED, FiscalQuarter, quarter_said
from salesmgmt.figures.aggregates import AmountRatio, Count, Mean, Median, Ratio, Sum, Survival
from salesmgmt.figures.declaration import Column, Figure, Grouping, Measure, Unit
from salesmgmt.figures.registry import register
from salesmgmt.figures.scope import Scope

STAGE = Grouping(name="stage", label="Stage", key="was_stage_id", text="was_stage__name")
OWNER = Grouping(name="owner", label="Owner", key="was_owner_id", text="was_owner__name")
PRODUCT = Grouping(
    name="product",
    label="Product",
    key=only_product("product_id"),
    text=only_product("product__name"),
    unknown="several products, or none",
)
QUARTER = Grouping(
    name="quarter",
    label="Fiscal quarter",
    key=FiscalQuarter("closed_on"),
    says=quarter_said,
    spelled=SPELLED,
    unknown="still open",
    in_key_order=True,
)
START_QUARTER = Grouping(
    name="start_quarter",
    label="Fiscal quarter of the start",
    key=FiscalQuarter("started_date"),
    says=quarter_said,
    spelled=SPELLED,
    in_key_order=True,
)
WHO = (OWNER, MANAGER, TEAM, REGION, PRODUCT, ACCOUNT)
COMMON = {
    "columns": (
        Column(name="deal", label="Deal", value="name"),
        Column(name="owner", label="Owner", value=F("was_owner__name")),
        Column(name="stage", label="Stage", value=F("was_stage__name")),
        Column(name="closed", label="Closed", value=F("closed_on")),
    ),
    "link": "/pipeline/deals/{id}/",
    "rows_are": "deals",
    "allowed": reads_pipeline,
}
BY_CLOSE = "The day a deal closed, in the company's zone; owner and team as on that day."
BY_INSTANT = "The instant asked for; owner, team and stage as they were then, product and account as they are now."
AT_AN_INSTANT = frozenset({"as_of", "team", "owner"})
IN_A_PERIOD = frozenset({"from", "to", "as_of", "team", "owner"})
START_UNKNOWN = "because they were imported later and nobody knows since when they have been open"
OTHER_CURRENCY = "because they are in another currency than the company's"


def worth_of_open(scope: Scope) -> QuerySet[Deal]:
    rows = in_company_currency(deals_as_of(scope), scope).filter(was_state=StageKind.OPEN)
    return rows.annotate(list_value=F("was_list_amount"), worth=Coalesce(F("was_amount"), F("was_list_amount")))


def _open_left_out(scope: Scope) -> QuerySet[Deal]:
    """With those that may have been open at the instant, which nobody knows."""
    others = in_other_currency(scope).filter(was_state=StageKind.OPEN)
    if scope.as_of is None:
        return others
    return Deal.objects.filter(Q(pk__in=others.values("pk")) | Q(pk__in=start_unknown(scope).values("pk")))


def _won(scope: Scope) -> QuerySet[Deal]:
    rows = closed_in_period(in_company_currency(deals_as_of(scope), scope), scope)
    return rows.filter(was_state=StageKind.WON).annotate(won_amount=F("was_amount"))


def _closed_or_open(scope: Scope) -> QuerySet[Deal]:
    ours, lost = (
        {"currency": scope.company.currency},
        Coalesce(NullIf("was_amount", Value(Decimal(0))), "was_list_amount"),
    )
    return open_or_closed_in_period(deals_as_of(scope), scope).annotate(
        won=Case(When(was_state=StageKind.WON, then=1), default=0),
        closed=Case(When(was_state__in=CLOSED, then=1), default=0),
        counted=Case(When(pk__isnull=False, then=Value(1)), default=0),
        won_worth=Case(When(was_state=StageKind.WON, **ours, then=F("was_amount"))),
        closed_worth=Case(
            When(was_state=StageKind.WON, **ours, then=F("was_amount")),
            When(was_state=StageKind.LOST, **ours, then=lost),
        ),
    )


def _cycles(scope: Scope) -> QuerySet[Deal]:
    days = DaysBetween(F("closed_on"), F("started_date"))
    return (
        closed_in_period(deals_as_of(scope), scope)
        .filter(started_date__isnull=False)
        .annotate(closed_days=days, won_days=Case(When(was_state=StageKind.WON, then=days)))
    )


def _cycles_left_out(scope: Scope) -> QuerySet[Deal]:
    return closed_in_period(deals_as_of(scope), scope).filter(started_date=None)


def _followed(scope: Scope) -> QuerySet[Deal]:
    """Deals by the day they started: how long each took to close, or has been open up to the day of the question."""
    rows = deals_as_of(scope).annotate(
        followed_days=DaysBetween(F("fact_day"), F("started_date")),
        is_closed=Case(When(was_state__in=CLOSED, then=1), default=0),
    )
    if scope.start:
        rows = rows.filter(started_date__gte=scope.start)
    if scope.end:
        rows = rows.filter(started_date__lt=scope.end)
    return rows.filter(followed_days__gte=0)


def _followed_left_out(scope: Scope) -> QuerySet[Deal]:
    """With the deals that may have existed at the instant, which nobody knows."""
    known = deals_as_of(scope).filter(Q(started_date=None) | Q(started_date__gt=F("fact_day")))
    return Deal.objects.filter(Q(pk__in=known.values("pk")) | Q(pk__in=start_unknown(scope).values("pk")))


def _won_left_out(scope: Scope) -> QuerySet[Deal]:
    return closed_in_period(in_other_currency(scope), scope).filter(was_state=StageKind.WON)


DEAL_COUNTS = register(
    Figure(
        name="pipeline.deal_counts",
        title="Deals",
        sentence="There are {value} deals.",
        nothing="There are no deals.",
        definition="How many deals there are, open and closed, in the stage that each was in.",
        denominator="Deals that you may see.",
        date_basis=BY_INSTANT,
        measures=(Measure(name="deals", label="Deals", unit=Unit.COUNT, aggregate=Count()),),
        source=deals_as_of,
        parameters=AT_AN_INSTANT,
        groupings=(STAGE, *WHO),
        left_out=start_unknown,
        left_out_why=START_UNKNOWN,
        **COMMON,
    )
)

WON_AMOUNT = register(
    Figure(
        name="pipeline.won_amount",
        title="Won",
        sentence="{n} deals were won{period} for {value}, {average} each.",
        nothing="No deal was won.",
        definition="The amounts of won deals, added up. A deal with several products stands for itself, not for one.",
        denominator="Won deals that you may see.",
        date_basis=BY_CLOSE,
        measures=(
            Measure(name="amount", label="Won", unit=Unit.MONEY, aggregate=Sum("won_amount")),
            Measure(name="average", label="Each", unit=Unit.MONEY, aggregate=Mean("won_amount")),
        ),
        source=_won,
        parameters=IN_A_PERIOD,
        groupings=(QUARTER, *WHO),
        left_out=_won_left_out,
        left_out_why=OTHER_CURRENCY,
        **COMMON,
    )
)

WIN_RATE = register(
    Figure(
        name="pipeline.win_rate",
        title="Win rate",
        sentence=(
            "{closed_numerator} of {closed_n} closed deals were won{period}: {value}; of what they were worth "
            "{by_amount}; of all deals {all}."
        ),
        nothing="There are no deals.",
        definition=(
            "Won deals divided by closed deals (won and lost); and, beside it, by all deals: those and the deals that "
            "were open at the instant asked for. By amount: what was won divided by what closed deals were worth, in "
            "the company's currency; a lost deal of no amount, or of 0, counts with its list price. Where it is below "
            "the share by count, it is the larger deals that are lost."
        ),
        denominator=(
            "Closed deals; by amount, what they were worth in the company's currency; for the last value closed and "
            "open deals."
        ),
        date_basis=BY_CLOSE,
        measures=(
            Measure(name="closed", label="Of closed deals", unit=Unit.RATE, aggregate=Ratio("won", "closed")),
            Measure(
                name="by_amount",
                label="By amount",
                unit=Unit.RATE,
                aggregate=AmountRatio("won_worth", "closed_worth"),
            ),
            Measure(name="all", label="Of all deals", unit=Unit.RATE, aggregate=Ratio("won", "counted")),
        ),
        source=_closed_or_open,
        parameters=IN_A_PERIOD,
        groupings=(QUARTER, *WHO),
        left_out=start_unknown,
        left_out_why=START_UNKNOWN,
        **COMMON,
    )
)

CYCLE_DAYS = register(
    Figure(
        name="pipeline.cycle_days",
        title="Sales cycle",
        sentence="Deals that were won{period} took {value} on average, half of them {won_median} or less.",
        nothing="No deal was closed whose start is known.",
        definition="The days from a deal's start to the day it closed.",
        denominator="Won deals whose start is known; beside it all closed ones.",
        date_basis=BY_CLOSE,
        measures=(
            Measure(name="won_mean", label="Won, mean", unit=Unit.DAYS, aggregate=Mean("won_days")),
            Measure(name="won_median", label="Won, median", unit=Unit.DAYS, aggregate=Median("won_days")),
            Measure(name="closed_mean", label="Closed, mean", unit=Unit.DAYS, aggregate=Mean("closed_days")),
            Measure(name="closed_median", label="Closed, median", unit=Unit.DAYS, aggregate=Median("closed_days")),
        ),
        source=_cycles,
        parameters=IN_A_PERIOD,
        groupings=(QUARTER, *WHO),
        left_out=_cycles_left_out,
        left_out_why="because nobody knows when they started",
        **COMMON,
    )
)

CLOSING_TIME = register(
    Figure(
        name="pipeline.closing_time",
        title="Time to close",
        sentence="Half of {n} deals{period} are closed within {value} of their start, those still open included.",
        unreached=(
            "Fewer than half of {n} deals{period} are closed so far: {time_share} within {time_by} of their start "
            "({time_at_risk} at risk then)."
        ),
        nothing="There is no deal whose start is known.",
        definition=(
            "The days from a deal's start until half are closed, won or lost, by Kaplan and Meier's estimate: a deal "
            "that is open counts as open so far, where the sales cycle of closed deals leaves it out."
        ),
        denominator="Deals whose start is known, open and closed.",
        date_basis="The day a deal started; owner and team as on the day it closed, or as of the instant while open.",
        measures=(
            Measure(
                name="time",
                label="Half closed by",
                unit=Unit.DAYS,
                aggregate=Survival("followed_days", "is_closed", "closed", "still open", tallied=True),
            ),
        ),
        source=_followed,
        parameters=IN_A_PERIOD,
        groupings=(START_QUARTER, *WHO),
        left_out=_followed_left_out,
        left_out_why="because nobody knows when they started, or they start after the day asked about",
        **COMMON,
    )
)

OPEN_LIST_VALUE = register(
    Figure(
        name="pipeline.open_list_value",
        title="Open, at list price",
        sentence="{n} open deals would bring {value} at list price.",
        nothing="There are no open deals.",
        definition="What the lines of open deals cost at the list prices they were entered with.",
        denominator="Open deals that you may see.",
        date_basis=BY_INSTANT,
        measures=(Measure(name="value", label="At list price", unit=Unit.MONEY, aggregate=Sum("list_value")),),
        source=worth_of_open,
        parameters=AT_AN_INSTANT,
        groupings=(STAGE, *WHO),
        left_out=_open_left_out,
        left_out_why=f"{OTHER_CURRENCY}, or {START_UNKNOWN}",
        **COMMON,
    )
)

OPEN_AMOUNT = register(
    Figure(
        name="pipeline.open_amount",
        title="Open",
        sentence="{n} open deals are worth {value}.",
        nothing="There are no open deals.",
        definition="The amounts of open deals, added up; a deal that nobody has priced counts with its list price.",
        denominator="Open deals that you may see.",
        date_basis=BY_INSTANT,
        measures=(Measure(name="amount", label="Open", unit=Unit.MONEY, aggregate=Sum("worth")),),
        source=worth_of_open,
        parameters=AT_AN_INSTANT,
        groupings=(STAGE, *WHO),
        left_out=_open_left_out,
        left_out_why=f"{OTHER_CURRENCY}, or {START_UNKNOWN}",
        **COMMON,
    )
)
