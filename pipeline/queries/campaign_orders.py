"""What campaigns brought: attribution from lead to deal, to the order that it was won for, to orders that repeat it."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, DateTimeField, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.expressions import Func
from django.db.models.functions import Cast, Coalesce

from pipeline.models import Campaign, Deal, Order
from salesmgmt.common.money import divide_rounded, from_minor, to_minor


class OrdersThatRepeat(Func):
    """How many orders repeat one that a campaign's deals became, however often again; those that were cancelled by an
    instant do not count, and what repeats them does. Null is now; of any other instant those before it count."""

    arity = 2
    output_field = IntegerField()
    template = """(WITH RECURSIVE asked (campaign_id, instant) AS (VALUES (%(expressions)s)), came AS (
        SELECT placed.id, placed.ordered_at, placed.cancelled_at, 0 AS again
        FROM asked JOIN pipeline_deal won ON won.campaign_id = asked.campaign_id
        JOIN pipeline_order placed ON placed.deal_id = won.id AND placed.repeat_of_id IS NULL
        UNION ALL
        SELECT later.id, later.ordered_at, later.cancelled_at, 1
        FROM pipeline_order later JOIN came ON later.repeat_of_id = came.id
    ) SELECT count(*)::integer FROM came, asked WHERE came.again = 1
      AND (asked.instant IS NULL OR came.ordered_at < asked.instant)
      AND (came.cancelled_at IS NULL OR came.cancelled_at >= asked.instant))"""


def with_orders(campaigns: QuerySet[Campaign], as_of: datetime | None = None) -> QuerySet[Campaign]:
    """Annotated with `deals_begun`, `won_orders` and `repeat_orders`, over everybody's; orders as of an instant."""
    first = Order.objects.filter(deal__campaign=OuterRef("pk"), repeat_of=None)
    if as_of is None:
        first = first.filter(cancelled_at=None)
    else:
        first = first.filter(Q(cancelled_at=None) | Q(cancelled_at__gte=as_of), ordered_at__lt=as_of)
    return campaigns.annotate(
        deals_begun=_counted(Deal.objects.filter(campaign=OuterRef("pk")), "campaign"),
        won_orders=_counted(first, "deal__campaign"),
        repeat_orders=OrdersThatRepeat(F("pk"), Cast(Value(as_of), DateTimeField())),
    )


def cost_each(campaign: Campaign, orders: int) -> Decimal:
    """What one of so many orders cost, rounded to the currency's digits."""
    minor = divide_rounded(to_minor(campaign.cost_amount or Decimal(0), campaign.currency), orders)
    return from_minor(minor, campaign.currency)


def _counted(rows: QuerySet[Any], by: str) -> Coalesce:
    return Coalesce(Subquery(rows.order_by().values(by).annotate(many=Count("pk")).values("many")), Value(0))
