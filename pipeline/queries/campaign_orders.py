"""What campaigns brought: attribution from lead to deal, to the order that it was won for, to orders that repeat it."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Case, Count, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from pipeline.models import Campaign, Deal
from salesmgmt.common.money import divide_rounded, from_minor, to_minor


def with_orders(campaigns: QuerySet[Campaign], as_of: datetime | None = None) -> QuerySet[Campaign]:
    """Annotated with `deals_begun`, `won_orders` and `repeat_orders`, over everybody's; orders as of an instant.

    Orders are counted beforehand, those of all the campaigns in one pass: campaign by campaign they would be read once
    for each, and once more wherever a count is named.
    """
    keys = list(campaigns.order_by().values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(_ORDERS, {"campaigns": keys, "instant": as_of})
        found = cursor.fetchall()
    return campaigns.annotate(
        deals_begun=_counted(Deal.objects.filter(campaign=OuterRef("pk")), "campaign"),
        won_orders=_said({pk: won for pk, won, _ in found}),
        repeat_orders=_said({pk: repeated for pk, _, repeated in found}),
    )


def cost_each(campaign: Campaign, orders: int) -> Decimal:
    """What one of so many orders cost, rounded to the currency's digits."""
    minor = divide_rounded(to_minor(campaign.cost_amount or Decimal(0), campaign.currency), orders)
    return from_minor(minor, campaign.currency)


def _counted(rows: QuerySet[Any], by: str) -> Coalesce:
    return Coalesce(Subquery(rows.order_by().values(by).annotate(many=Count("pk")).values("many")), Value(0))


def _said(counts: Mapping[int, int]) -> Case:
    """The count of each campaign, as it was found."""
    whens = [When(pk=pk, then=Value(count)) for pk, count in counts.items()]
    return Case(*whens, default=Value(0), output_field=IntegerField())


# Orders that a campaign's deals became, and those that repeat one of them, however often again. Cancelled ones do not
# count, and what repeats them does. Null is now; of any other instant those before it count.
_ORDERS = """
WITH RECURSIVE came AS (
    SELECT won.campaign_id, placed.id, placed.ordered_at, placed.cancelled_at, false AS again
    FROM pipeline_deal won JOIN pipeline_order placed ON placed.deal_id = won.id
    WHERE won.campaign_id = ANY(%(campaigns)s) AND placed.repeat_of_id IS NULL
    UNION ALL
    SELECT came.campaign_id, later.id, later.ordered_at, later.cancelled_at, true
    FROM pipeline_order later JOIN came ON later.repeat_of_id = came.id
)
SELECT campaign_id, count(*) FILTER (WHERE NOT again), count(*) FILTER (WHERE again) FROM came
WHERE (%(instant)s::timestamptz IS NULL OR ordered_at < %(instant)s)
  AND (cancelled_at IS NULL OR cancelled_at >= %(instant)s)
GROUP BY campaign_id
"""
