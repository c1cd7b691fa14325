"""Orders for figures: those that a person may see, by the company's day on which they were placed."""

from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.db.models.functions import TruncDate

from pipeline.models import Order
from pipeline.queries.owner_places import of_team, with_owner_place
from salesmgmt.common.period import day_start
from salesmgmt.figures.scope import Scope


def orders_in_period(scope: Scope) -> QuerySet[Order]:
    """The visible orders that were placed within the days asked for and up to the instant asked for, with `fact_day`
    (the company's day) and `place` (where the owner stood on it)."""
    zone = scope.company.zone
    rows = Order.objects.visible_to(scope.user)
    if scope.as_of:
        rows = rows.filter(ordered_at__lt=scope.as_of)
    if scope.start:
        rows = rows.filter(ordered_at__gte=day_start(scope.start, zone))
    if scope.end:
        rows = rows.filter(ordered_at__lt=day_start(scope.end, zone))
    if scope.owner:
        rows = rows.filter(owner=scope.owner)
    rows = with_owner_place(rows.annotate(fact_day=TruncDate("ordered_at", tzinfo=ZoneInfo(zone))), owner="owner")
    return of_team(rows, scope.team) if scope.team else rows
