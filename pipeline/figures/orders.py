"""Figures over orders: how many were placed and for how much, and how many of them repeat one."""

from django.db.models import Case, F, QuerySet, Value, When

from pipeline.figures.places import ACCOUNT, MANAGER, QUARTER, REGION, TEAM, reads_pipeline
from pipeline.models import Order
from pipeline.queries.orders_in_period import orders_in_period
from salesmgmt.figures.aggregates import Count, Mean, Ratio, Sum
from salesmgmt.figures.declaration import Column, Figure, Grouping, Measure, Unit
from salesmgmt.figures.registry import register
from salesmgmt.figures.scope import Scope

OWNER = Grouping(name="owner", label="Owner", key="owner_id", text="owner__name")
COMMON = {
    "columns": (
        Column(name="account", label="Account", value="account__name"),
        Column(name="owner", label="Owner", value="owner__name"),
        Column(name="ordered", label="Ordered", value="fact_day"),
        Column(name="repeats", label="Repeats order", value="repeat_of_id"),
    ),
    "link": "/pipeline/orders/{id}/",
    "rows_are": "orders",
    "allowed": reads_pipeline,
    "date_basis": "The day an order was placed, in the company's zone; team and manager of its owner as on that day.",
    "parameters": frozenset({"from", "to", "as_of", "team", "owner"}),
    "groupings": (QUARTER, OWNER, MANAGER, TEAM, REGION, ACCOUNT),
}


def _in_company_currency(scope: Scope) -> QuerySet[Order]:
    return orders_in_period(scope).filter(currency=scope.company.currency).annotate(ordered_amount=F("standing"))


def _in_another(scope: Scope) -> QuerySet[Order]:
    return orders_in_period(scope).exclude(currency=scope.company.currency)


def _repeating(scope: Scope) -> QuerySet[Order]:
    return orders_in_period(scope).annotate(
        repeating=Case(When(repeat_of__isnull=False, then=Value(1)), default=Value(0)), counted=Value(1)
    )


ORDERS = register(
    Figure(
        name="pipeline.orders",
        title="Orders",
        sentence="{value} orders were placed{period} for {amount}, {average} each.",
        nothing="Nothing was ordered.",
        definition=(
            "How many orders were placed, and what they add up to. From the instant it is cancelled an order counts no "
            "longer, and of one that is cancelled in part only what is left; as of an instant before, they count whole."
        ),
        denominator="Orders that you may see.",
        measures=(
            Measure(name="orders", label="Orders", unit=Unit.COUNT, aggregate=Count()),
            Measure(name="amount", label="For", unit=Unit.MONEY, aggregate=Sum("ordered_amount")),
            Measure(name="average", label="Each", unit=Unit.MONEY, aggregate=Mean("ordered_amount")),
        ),
        source=_in_company_currency,
        left_out=_in_another,
        left_out_why="because they are in another currency than the company's",
        **COMMON,
    )
)

REPEAT_ORDERS = register(
    Figure(
        name="pipeline.repeat_orders",
        title="Repeat orders",
        sentence="{share_numerator} of {share_n} orders{period} repeat an earlier one: {value}.",
        nothing="Nothing was ordered.",
        definition=(
            "Orders that repeat an earlier order of their account, divided by all orders. Cancelled orders are neither "
            "from the instant of their cancellation on."
        ),
        denominator="Orders that you may see, in any currency.",
        measures=(
            Measure(name="share", label="Of all orders", unit=Unit.RATE, aggregate=Ratio("repeating", "counted")),
        ),
        source=_repeating,
        **COMMON,
    )
)
