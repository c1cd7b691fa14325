"""What campaigns brought: attribution from lead to deal, to the order that it was won for, to orders that repeat it."""

from decimal import Decimal
from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.expressions import Func
from django.db.models.functions import Coalesce

from pipeline.models import Campaign, Deal, Order
from salesmgmt.common.money import divide_rounded, from_minor, to_minor


class OrdersThatRepeat(Func):
    """How many orders repeat one that a campaign's deals became, however often again; those that were cancelled do not
    count, and what repeats them does."""

    arity = 1
    output_field = IntegerField()
    template = """(WITH RECURSIVE came AS (
        SELECT placed.id, placed.cancelled_at, 0 AS again
        FROM pipeline_order placed JOIN pipeline_deal won ON won.id = placed.deal_id
        WHERE won.campaign_id = %(expressions)s AND placed.repeat_of_id IS NULL
        UNION ALL
        SELECT later.id, later.cancelled_at, 1 FROM pipeline_order later JOIN came ON later.repeat_of_id = came.id
    ) SELECT count(*)::integer FROM came WHERE again = 1 AND cancelled_at IS NULL)"""


def with_orders(campaigns: QuerySet[Campaign]) -> QuerySet[Campaign]:
    """Annotated with `deals_begun`, `won_orders` and `repeat_orders`, over everybody's."""
    first = Order.objects.filter(deal__campaign=OuterRef("pk"), cancelled_at=None, repeat_of=None)
    return campaigns.annotate(
        deals_begun=_counted(Deal.objects.filter(campaign=OuterRef("pk")), "campaign"),
        won_orders=_counted(first, "deal__campaign"),
        repeat_orders=OrdersThatRepeat(F("pk")),
    )


def cost_each(campaign: Campaign, orders: int) -> Decimal:
    """What one of so many orders cost, rounded to the currency's digits."""
    minor = divide_rounded(to_minor(campaign.cost_amount or Decimal(0), campaign.currency), orders)
    return from_minor(minor, campaign.currency)


def _counted(rows: QuerySet[Any], by: str) -> Coalesce:
    return Coalesce(Subquery(rows.order_by().values(by).annotate(many=Count("pk")).values("many")), Value(0))
