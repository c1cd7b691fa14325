"""When accounts are expected to order again, from the orders that a person may see."""

from collections.abc import Iterable

from pipeline.engine.reorder import Expected, expected_reorder
from pipeline.models import Order
from salesmgmt.common.period import day_of


def reorder_after(orders: Iterable[Order], *, zone: str) -> Expected | None:
    """From an account's orders that are not cancelled; None where they are too few to say."""
    return expected_reorder([day_of(order.ordered_at, zone) for order in orders if order.cancelled_at is None])
