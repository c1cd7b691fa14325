"""Orders for figures: those that a person may see, by the company's day on which they were placed."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import DecimalField, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Coalesce, TruncDate

from pipeline.models import Order, OrderCancellation
from pipeline.queries.owner_places import of_team, with_owner_place
from salesmgmt.common.period import day_start
from salesmgmt.figures.scope import Scope


def orders_in_period(scope: Scope) -> QuerySet[Order]:
    """The visible orders that were placed within the days asked for and up to the instant asked for, with `fact_day`
    (the company's day), `place` (where the owner stood on it) and `standing` (what is left of the amount).

    Those that were cancelled up to that instant are not among them.
    """
    zone = scope.company.zone
    rows = Order.objects.visible_to(scope.user)
    if scope.as_of:
        still = Q(cancelled_at=None) | Q(cancelled_at__gte=scope.as_of)
        rows = rows.filter(still, ordered_at__lt=scope.as_of).annotate(standing=_standing_as_of(scope.as_of))
    else:
        rows = rows.filter(cancelled_at=None).annotate(standing=F("amount") - F("cancelled_amount"))
    if scope.start:
        rows = rows.filter(ordered_at__gte=day_start(scope.start, zone))
    if scope.end:
        rows = rows.filter(ordered_at__lt=day_start(scope.end, zone))
    if scope.owner:
        rows = rows.filter(owner=scope.owner)
    rows = with_owner_place(rows.annotate(fact_day=TruncDate("ordered_at", tzinfo=ZoneInfo(zone))), owner="owner")
    return of_team(rows, scope.team) if scope.team else rows


def _standing_as_of(instant: datetime) -> CombinedExpression:
    gone = OrderCancellation.objects.filter(order=OuterRef("pk"), cancelled_at__lt=instant).order_by()
    total = gone.values("order").annotate(total=Sum("amount")).values("total")
    return F("amount") - Coalesce(Subquery(total), 0, output_field=DecimalField(max_digits=19, decimal_places=4))
