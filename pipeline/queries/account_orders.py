"""What an account has ordered, the latest first."""

from pipeline.models import Account, Order
from salesmgmt.accounts.models import User

SHOWN = 50


def orders_of(account: Account, *, viewer: User) -> list[Order]:
    """The latest orders of an account that a person may see, with what they come from."""
    orders = Order.objects.visible_to(viewer).filter(account=account).select_related("deal", "owner")
    return list(orders.order_by("-ordered_at", "-pk")[:SHOWN])
