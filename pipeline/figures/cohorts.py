"""How many accounts order again, by the month of their first order."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import (
    Case,
    Count,
    DateField,
    Exists,
    F,
    FilteredRelation,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import TruncDate

from pipeline.figures.places import reads_pipeline
from pipeline.models import Account, Order
from pipeline.rules import reads_every_deal
from salesmgmt.common.period import day_start
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
    """Visible accounts with the `first` of the orders of theirs that one sees, its day, and `window_end`, the first day
    after the window; those that began within the days asked for. Days are asked for by the instants at which they
    begin: the day of each order is worked out for those that are left."""
    rows = _with_orders(Account.objects.visible_to(scope.user), "first", scope)
    rows = rows.annotate(first_at=F("first__ordered_at"), first_pk=F("first__pk"), first_of=F("first__account_id"))
    same = Q(ordered_at=OuterRef("first_at"), pk__lt=OuterRef("first_pk"))
    earlier = same | Q(ordered_at__lt=OuterRef("first_at"))
    before = Order.objects.filter(_counts(scope), earlier, account=OuterRef("first_of"))
    rows = rows.filter(~Exists(before)).annotate(first_day=_day_of("first", scope))
    rows = rows.annotate(window_end=_DayOf(F("first_day"), Value(WINDOW_DAYS, output_field=IntegerField())))
    if scope.start:
        rows = rows.filter(first_at__gte=day_start(scope.start, scope.company.zone))
    if scope.end:
        rows = rows.filter(first_at__lt=day_start(scope.end, scope.company.zone))
    return rows.filter(owner=scope.owner) if scope.owner else rows


def _with_orders(accounts: QuerySet[Account], name: str, scope: Scope) -> QuerySet[Account]:
    """Joined, by that name, to each order of theirs that counts; conditions of one join stand in one filter."""
    one = FilteredRelation("orders", condition=Q(orders__isnull=False))
    return accounts.annotate(**{name: one}).filter(_counts(scope, f"{name}__"))


def _counts(scope: Scope, order: str = "") -> Q:
    """Of orders, by the path to them: those that one sees, placed and not cancelled by the instant asked for."""
    still = Q(**{f"{order}cancelled_at": None})
    if scope.as_of:
        still |= Q(**{f"{order}cancelled_at__gte": scope.as_of})
    counts = still & Q(**{f"{order}ordered_at__lt": scope.moment})
    if reads_every_deal(scope.user):
        return counts
    return counts & Q(**{f"{order}pk__in": Order.objects.visible_to(scope.user).order_by().values("pk")})


def _day_of(order: str, scope: Scope) -> TruncDate:
    return TruncDate(f"{order}__ordered_at", tzinfo=ZoneInfo(scope.company.zone))


def _long_enough(scope: Scope) -> datetime:
    """Accounts that began before this instant have been followed to the end of their window."""
    today = scope.company.day_of(scope.moment)
    return day_start(today - timedelta(days=WINDOW_DAYS - 1), scope.company.zone)


def _followed(scope: Scope) -> QuerySet[Account]:
    """Each with its orders within the window, which are joined and counted: looked up account by account they would be
    read once for each place that a count is named in."""
    rows = _first_orders(scope).filter(first_at__lt=_long_enough(scope))
    rows = rows.annotate(counted=Case(When(pk__isnull=False, then=Value(1)), default=Value(0)))
    rows = _with_orders(rows, "within", scope).alias(day=_day_of("within", scope))
    rows = rows.annotate(
        order_count=Count("within", filter=Q(day__lt=F("window_end"))),
        again_count=Count("within", filter=Q(day__gt=F("first_day"), day__lt=F("window_end"))),
    )
    return rows.annotate(repeated=Case(When(again_count__gt=0, then=Value(1)), default=Value(0)))


def _too_young(scope: Scope) -> QuerySet[Account]:
    return _first_orders(scope).filter(first_at__gte=_long_enough(scope))


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
