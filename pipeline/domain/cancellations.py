"""Cancels orders: some of their lines, or all that is left."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from pipeline.choices import CancelReason
from pipeline.domain.invoices import lock_order
from pipeline.models import Order, OrderCancellation, OrderLine
from salesmgmt.accounts.models import User
from salesmgmt.common.constraints import refusing
from salesmgmt.common.money import from_minor, split_by_shares, to_minor
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.log import append
from salesmgmt.people.rules import require

_ABOVE = {
    "an_order_is_not_invoiced_above_its_amount": "More of this order is invoiced than would be left of it; credit the "
    "invoice first, then cancel."
}


@transaction.atomic
def cancel_order(
    *,
    order: Order,
    reason: str,
    by: User,
    at: datetime,
    lines: Sequence[OrderLine] | None = None,
    note: str = "",
    expected_version: int | None = None,
) -> Order:
    """Cancels some lines, or (None) all that is left; with its last line the order is cancelled.

    A line takes its share of the order's amount with it, so that all lines together take all of it.
    """
    require(by, "pipeline.cancel_orders", "cancel orders")
    order = lock_order(order=order, expected_version=expected_version)
    if order.cancelled_at is not None:
        raise Refused(f"{order} is cancelled already; look at it again.", code="cancelled")
    if reason not in CancelReason.values:
        raise Refused("A cancelled order says why; choose one of the reasons.", code="reason", field="reason")
    standing = list(order.lines.filter(cancellation=None).order_by("position"))
    going = _going(order, standing, lines)
    whole = going is None or len(going) == len(standing)
    rows = [(None, order.standing_amount)] if going is None else _priced(order, going)
    with refusing(_ABOVE, field="lines"):
        OrderCancellation.objects.bulk_create(
            OrderCancellation(
                order=order,
                line=line,
                amount=amount,
                reason=reason,
                note=note,
                cancelled_at=at,
                entered_by=by,
                recorded_at=at,
            )
            for line, amount in rows
        )
    Order.objects.filter(pk=order.pk).update(version=order.version + 1, cancelled_at=at if whole else None)
    payload = {
        "account_id": order.account_id,
        "deal_id": order.deal_id,
        "owner_id": order.owner_id,
        "amount": sum(amount for _, amount in rows),
        "whole": whole,
        "reason": reason,
        "ordered_at": order.ordered_at,
    }
    append(kind="order.cancelled", subject=order, by=by, at=at, payload=payload)
    order.refresh_from_db()
    return order


def _going(order: Order, standing: Sequence[OrderLine], lines: Sequence[OrderLine] | None) -> list[OrderLine] | None:
    if lines is None:
        return None
    wanted = {line.pk for line in lines}
    going = [line for line in standing if line.pk in wanted]
    if not going or len(going) != len(wanted):
        raise Refused(
            f"Choose lines of {order} that still stand, or cancel all of it.", code="unknown_lines", field="lines"
        )
    return going


def _priced(order: Order, going: Sequence[OrderLine]) -> list[tuple[OrderLine, Decimal]]:
    """What each line goes with."""
    shares = line_amounts(order)
    return [(line, shares[line.pk]) for line in going]


def line_amounts(order: Order) -> dict[int, Decimal]:
    """The order's amount in parts by what its lines cost, to the currency's last digit; they sum to it exactly."""
    lines = list(order.lines.order_by("position"))
    minor = to_minor(order.amount, order.currency)
    weights = [int(line.amount.scaleb(11)) for line in lines]
    if not any(weights):
        weights = [1] * len(lines)
    parts = [from_minor(part, order.currency) for part in split_by_shares(minor, weights)]
    parts[-1] += order.amount - from_minor(minor, order.currency)  # digits beyond the currency's
    return {line.pk: part for line, part in zip(lines, parts, strict=True)}


def lines_at(order: Order, positions: Sequence[int]) -> list[OrderLine]:
    """Lines by their positions. Raises Refused for one that the order does not have."""
    lines = list(order.lines.filter(position__in=positions))
    missing = set(positions) - {line.position for line in lines}
    if missing:
        said = ", ".join(map(str, sorted(missing)))
        raise Refused(f"{order} has no line {said}; name lines by position.", code="unknown_lines", field="lines")
    return lines
