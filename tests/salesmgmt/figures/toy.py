"""Figures of the tests, over real deals: each aggregate, several measures, groupings with and without words."""

from django.db.models import Case, F, QuerySet, When
from django.db.models.functions import ExtractDay, TruncMonth

from pipeline.models import Deal
from salesmgmt.figures.aggregates import Count, Mean, Median, Ratio, Sum
from salesmgmt.figures.declaration import Column, Figure, Grouping, Measure, Unit
from salesmgmt.figures.scope import Scope
from salesmgmt.people.choices import Role
from salesmgmt.people.rules import holds


def deals(scope: Scope) -> QuerySet[Deal]:
    rows = Deal.objects.visible_to(scope.user)
    if scope.start:
        rows = rows.filter(close_date__gte=scope.start)
    if scope.end:
        rows = rows.filter(close_date__lt=scope.end)
    if scope.owner:
        rows = rows.filter(owner=scope.owner)
    if scope.as_of:
        rows = rows.filter(created_at__lte=scope.as_of)
    return rows.annotate(
        won=Case(When(state="WON", then=1), default=0),
        closed=Case(When(state__in=["WON", "LOST"], then=1), default=0),
        counted=Case(When(pk__gt=0, then=1), default=0),
        day=ExtractDay("close_date"),
    )


GROUPINGS = (
    Grouping(name="owner", label="Owner", key="owner_id", text="owner__name"),
    Grouping(
        name="month", label="Month", key=TruncMonth("close_date"), says=lambda key: f"in {key[:7]}", in_key_order=True
    ),
    Grouping(name="account", label="Account", key="account_id", text="account__name", unknown="no account"),
    Grouping(name="secret", label="Secret", key="currency", allowed=lambda user: holds(user, Role.ADMIN)),
)
COMMON = {
    "date_basis": "The day it closed, in the company's zone.",
    "source": deals,
    "columns": (
        Column(name="deal", label="Deal", value="name"),
        Column(name="owner", label="Owner", value=F("owner__name")),
    ),
    "link": "/pipeline/deals/{id}/",
    "rows_are": "deals",
    "groupings": GROUPINGS,
    "parameters": frozenset({"from", "to", "owner", "as_of"}),
}
RATE = Figure(
    name="toy.win_rate",
    title="Win rate",
    sentence="{closed_numerator} of {n} closed deals were won{period}, {value} ({closed_low} to {closed_high}).",
    nothing="No deal was closed.",
    definition="Won deals divided by closed deals, and by all.",
    denominator="Closed deals; in the second, all deals.",
    measures=(
        Measure(name="closed", label="Of closed deals", unit=Unit.RATE, aggregate=Ratio("won", "closed")),
        Measure(name="all", label="Of all deals", unit=Unit.RATE, aggregate=Ratio("won", "counted")),
    ),
    left_out=lambda scope: Deal.objects.visible_to(scope.user).filter(close_date=None),
    left_out_why="because they have no close date",
    **COMMON,
)
AMOUNT = Figure(
    name="toy.amount",
    title="Amount",
    sentence="{n} deals are worth {value}{period}, {mean} each and {middle} in the middle.",
    nothing="There is no deal with an amount.",
    definition="The sum of amounts.",
    denominator="Deals with an amount.",
    measures=(
        Measure(name="total", label="Total", unit=Unit.MONEY, aggregate=Sum("amount")),
        Measure(name="mean", label="Mean", unit=Unit.MONEY, aggregate=Mean("amount")),
        Measure(name="middle", label="Median", unit=Unit.MONEY, aggregate=Median("amount")),
    ),
    **COMMON,
)
DAYS = Figure(
    name="toy.days",
    title="Days",
    sentence="Half of {n} deals close by day {value}.",
    nothing="No deal has a close date.",
    definition="The day of the month.",
    denominator="Deals with a close date.",
    measures=(
        Measure(name="middle", label="Median", unit=Unit.DAYS, aggregate=Median("day")),
        Measure(name="mean", label="Mean", unit=Unit.DAYS, aggregate=Mean("day")),
    ),
    **COMMON,
)
COUNT = Figure(
    name="toy.deals",
    title="Deals",
    sentence="There are {value} deals.",
    nothing="There is no deal.",
    definition="How many deals there are.",
    denominator="All deals.",
    measures=(Measure(name="deals", label="Deals", unit=Unit.COUNT, aggregate=Count()),),
    allowed=lambda user: not holds(user, Role.FINANCE),
    **COMMON,
)
TOYS = (RATE, AMOUNT, DAYS, COUNT)


def declared(**changes) -> Figure:
    """The count of deals, declared with something else in it."""
    known = {name: getattr(COUNT, name) for name in COUNT.__dataclass_fields__ if name != "contributions"}
    return Figure(**{**known, **changes})
