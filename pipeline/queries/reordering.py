"""When accounts are expected to order again, from the orders that a person may see: one by one, and by set."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import DateField, OuterRef, QuerySet, Subquery

from pipeline.engine.reorder import LEAST, Expected, expected_reorder
from pipeline.models import Account, Order
from salesmgmt.accounts.models import User
from salesmgmt.common.period import day_of

SOON_DAYS = 30
OVERDUE, SOON = "overdue", "soon"
STANDINGS = ((SOON, f"Expected in {SOON_DAYS} days"), (OVERDUE, "Overdue"))
_RANGES = {
    OVERDUE: "< people_today()",
    SOON: f"BETWEEN people_today() AND people_today() + {SOON_DAYS}",
}

# what `engine.reorder` says, in SQL; round() of a float rounds half to even, as the engine does
_GAPS = """
    WITH seen AS (%(subquery)s),
    days AS (
        SELECT DISTINCT account_id,
            (ordered_at AT TIME ZONE (SELECT zone FROM people_company))::date AS day
        FROM seen
    ), gaps AS (
        SELECT account_id, day, day - lag(day) OVER (PARTITION BY account_id ORDER BY day) AS gap FROM days
    )
"""
_EXPECTED = "max(day) + round(percentile_cont(0.5) WITHIN GROUP (ORDER BY gap))::integer"


class ExpectedOrderDay(Subquery):
    """Of an account: the day on which it is expected to order again; unknown where too few orders are seen."""

    template = f"({_GAPS} SELECT {_EXPECTED} FROM gaps HAVING count(gap) >= {LEAST})"  # noqa: S608  # constants
    output_field = DateField()

    def __init__(self, viewer: User) -> None:
        super().__init__(_seen(viewer).filter(account=OuterRef("pk")).values("account_id", "ordered_at"))


class ExpectedWithin(Subquery):
    """The ids of all accounts that are expected to order again so, for `pk__in`."""

    template = (
        f"({_GAPS} SELECT account_id FROM gaps GROUP BY account_id"  # noqa: S608  # constants
        f" HAVING count(gap) >= {LEAST} AND {_EXPECTED} %(within)s)"
    )

    def __init__(self, viewer: User, standing: str = "", *, until: date | None = None) -> None:
        within = _RANGES[standing] if until is None else "<= %s"
        super().__init__(_seen(viewer).values("account_id", "ordered_at"), within=within)
        self.until = [] if until is None else [until]

    def as_sql(self, *args: Any, **extra: Any) -> tuple[str, tuple[Any, ...]]:
        """The days of the query stand before the one that is said behind it."""
        sql, values = super().as_sql(*args, **extra)
        return sql, (*values, *self.until)


def reorder_after(orders: Iterable[Order], *, zone: str) -> Expected | None:
    """From an account's orders that are not cancelled; None where they are too few to say."""
    return _expected((order.ordered_at for order in orders if order.cancelled_at is None), zone)


def reorders_of(accounts: Sequence[Account], *, viewer: User, zone: str) -> Mapping[int, Expected]:
    """By account id, in one query; without those of which too little is seen to say."""
    seen = _seen(viewer).filter(account__in=[account.pk for account in accounts])
    ordered: dict[int, list[datetime]] = defaultdict(list)
    for account, ordered_at in seen.values_list("account_id", "ordered_at"):
        ordered[account].append(ordered_at)
    found = {account: _expected(instants, zone) for account, instants in ordered.items()}
    return {account: expected for account, expected in found.items() if expected is not None}


def _seen(viewer: User) -> QuerySet[Order]:
    return Order.objects.visible_to(viewer).filter(cancelled_at=None).order_by()


def _expected(instants: Iterable[datetime], zone: str) -> Expected | None:
    return expected_reorder([day_of(instant, zone) for instant in instants])
