"""How many accounts order again, by the month of their first order."""

from zoneinfo import ZoneInfo

from django.db.models import (
    Case,
    Count,
    DateField,
    DateTimeField,
    Exists,
    F,
    Func,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import TruncDate

from pipeline.figures.places import reads_pipeline
from pipeline.models import Account, Order
from salesmgmt.figures.aggregates import Mean, Ratio
from salesmgmt.figures.declaration import Column, Figure, Grouping, Measure, Unit
from salesmgmt.figures.registry import register
from salesmgmt.figures.scope import Scope

WINDOW_DAYS = 365
"""For so many days after its first order each account is followed: all of them equally long."""


class _DayOf(Func):
    """The day so many after another."""

    template = "(%(expressions)s)"
    arg_joiner = " + "
    output_field = DateField()


class _MonthOf(Func):
    template = "to_char(%(expressions)s, 'YYYY-MM')"
    output_field = TextField()


def _first_orders(scope: Scope) -> QuerySet[Account]:
    """Visible accounts with the orders of theirs that one sees: `first_day`, and `window_end`, the first day after the
    window; those that began within the days asked for."""
    zone = ZoneInfo(scope.company.zone)
    seen = _seen(scope).order_by().values("account")
    # who never ordered is left out by set: most never did, and the first order is looked up for each that is left
    rows = Account.objects.visible_to(scope.user).filter(pk__in=seen)
    first = seen.filter(account=OuterRef("pk")).annotate(first=Min("ordered_at")).values("first")
    rows = rows.annotate(first_at=Subquery(first, output_field=DateTimeField()))
    rows = rows.annotate(first_day=TruncDate("first_at", tzinfo=zone)).annotate(
        window_end=_DayOf(F("first_day"), Value(WINDOW_DAYS, output_field=IntegerField()))
    )
    if scope.start:
        rows = rows.filter(first_day__gte=scope.start)
    if scope.end:
        rows = rows.filter(first_day__lt=scope.end)
    return rows.filter(owner=scope.owner) if scope.owner else rows


def _seen(scope: Scope) -> QuerySet[Order]:
    still = Q(cancelled_at=None)
    if scope.as_of:
        still |= Q(cancelled_at__gte=scope.as_of)
    orders = Order.objects.visible_to(scope.user).filter(still, ordered_at__lt=scope.moment)
    return orders.annotate(day=TruncDate("ordered_at", tzinfo=ZoneInfo(scope.company.zone)))


def _followed(scope: Scope) -> QuerySet[Account]:
    within = _seen(scope).filter(account=OuterRef("pk"), day__lt=OuterRef("window_end"))
    again = within.filter(day__gt=OuterRef("first_day"))
    counted = within.order_by().values("account").annotate(many=Count("pk")).values("many")
    return (
        _first_orders(scope)
        .filter(window_end__lte=scope.company.day_of(scope.moment))
        .annotate(
            repeated=Case(When(Exists(again), then=Value(1)), default=Value(0)),
            counted=Case(When(pk__isnull=False, then=Value(1)), default=Value(0)),
            order_count=Subquery(counted, output_field=IntegerField()),
        )
    )


def _too_young(scope: Scope) -> QuerySet[Account]:
    return _first_orders(scope).filter(window_end__gt=scope.company.day_of(scope.moment))


REPEAT_BY_COHORT = register(
    Figure(
        name="pipeline.repeat_rate",
        title="Repeat rate",
        sentence=(
            "{share_numerator} of {share_n} accounts that first ordered{period} ordered again within a year: {value}; "
            "each ordered {orders} times in it."
        ),
        nothing="No account has been followed for a year since its first order.",
        definition=(
            f"Accounts that ordered again, on another day, within {WINDOW_DAYS} days of their first order, divided by "
            "the accounts that have been followed for all of these days. Accounts whose first order is younger are "
            "left out (censored): that they have not ordered again yet says little. Cancelled orders are none."
        ),
        denominator="Accounts that you may see, by the orders that you may see.",
        measures=(
            Measure(name="share", label="Ordered again", unit=Unit.RATE, aggregate=Ratio("repeated", "counted")),
            Measure(name="orders", label="Orders in a year", unit=Unit.COUNT, aggregate=Mean("order_count")),
        ),
        source=_followed,
        left_out=_too_young,
        left_out_why=f"because their first order is less than {WINDOW_DAYS} days old",
        groupings=(
            Grouping(name="cohort", label="Month of the first order", key=_MonthOf("first_day"), in_key_order=True),
            Grouping(name="sector", label="Sector", key="sector"),
            Grouping(name="lead_source", label="Lead source", key="lead_source_id", text="lead_source__name"),
            Grouping(name="owner", label="Owner", key="owner_id", text="owner__name"),
        ),
        columns=(
            Column(name="account", label="Account", value="name"),
            Column(name="began", label="First order", value="first_day"),
        ),
        link="/pipeline/accounts/{id}/",
        rows_are="accounts",
        allowed=reads_pipeline,
        date_basis=(
            "The day of an account's first order, in the company's zone; a month lasts until before the next one's "
            "first day. Owner, sector and source of an account are as they are now."
        ),
        parameters=frozenset({"from", "to", "as_of", "owner"}),
    )
)
