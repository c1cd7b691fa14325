"""Takes an order back while nothing has come of it: it was never placed."""

from datetime import datetime

from django.db import transaction

from pipeline.choices import RenewalState
from pipeline.domain.invoices import lock_order
from pipeline.models import Order, Renewal
from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.log import append
from salesmgmt.people.rules import require


@transaction.atomic
def take_order_back(*, order: Order, by: User, at: datetime) -> None:
    """Removes an order with its lines and its term. Raises Refused where it was invoiced, cancelled, repeated or
    renewed since, given a term by hand, or came with an import."""
    require(by, "pipeline.work_deals", "take orders back")
    order = lock_order(order=order)
    since = _what_came_of(order)
    if since:
        raise Refused(f"{order} {since}, so it stays; cancel what is left of it on its page.", code="order_used")
    payload = {
        "order_id": order.pk,
        "account_id": order.account_id,
        "deal_id": order.deal_id,
        "owner_id": order.owner_id,
        "ordered_at": order.ordered_at,
    }
    append(kind="order.taken_back", subject=order.deal or order.account, by=by, at=at, payload=payload)
    order.delete()


def _what_came_of(order: Order) -> str:
    """In words; empty where the order is as it was placed."""
    renewal = Renewal.objects.filter(order=order).first()
    repeat = order.repeats.first()
    if order.external_source:
        return "came with an import"
    if order.cancelled_amount or order.cancelled_at:
        return "was cancelled in part or whole"
    if order.invoices.exists():
        return "was invoiced"
    if repeat is not None:
        return f"was repeated by {repeat}"
    if renewal is not None and renewal.state != RenewalState.WAITING:
        return "was renewed or its renewal declined"
    return "was given another term" if renewal is not None and renewal.version > 1 else ""
