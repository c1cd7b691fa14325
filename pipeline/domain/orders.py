"""Places orders: of a won deal, once; and again, as an earlier order of the account or with other lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from pipeline.choices import StageKind
from pipeline.domain.deals import require_seller
from pipeline.domain.history import lock_deal
from pipeline.domain.lines import LineFacts, amount_of, require_currency
from pipeline.domain.renewal_terms import keep_term
from pipeline.models import Deal, Order, OrderLine, Product
from salesmgmt.accounts.models import User
from salesmgmt.common.constraints import refusing
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.log import append
from salesmgmt.people.rules import require
from salesmgmt.web.domain.undoing import offer_undo

_AMOUNT = {"an_order_amount_is_not_negative": "An order's amount is 0 or more; correct it."}
_LINES = dict.fromkeys(
    ("an_order_amount_is_not_negative", "an_order_line_has_a_quantity", "an_order_line_price_is_not_negative"),
    "A line needs a quantity above 0 and a price of 0 or more; correct it, or leave the line out.",
)


@dataclass(frozen=True, slots=True)
class _Line:
    product: Product
    quantity: Decimal
    price: Decimal
    unit_cost: Decimal | None


@transaction.atomic
def place_order(*, deal: Deal, by: User, at: datetime, expected_version: int | None = None) -> Order:
    """Makes a won deal the order that it was won for: its account, owner, amount and lines, once; the deal of a renewal
    repeats the order that it renews."""
    deal = lock_deal(deal=deal, by=by, expected_version=expected_version)
    if deal.state != StageKind.WON:
        raise Refused(f"{deal.name} is {deal.get_state_display().lower()}; win it first.", code="not_won")
    if deal.account_id is None:
        raise Refused(f"{deal.name} has no account; say who ordered.", code="account_missing", field="account")
    earlier = Order.objects.filter(deal=deal).first()
    if earlier is not None:
        way_out = "repeat that order" if earlier.cancelled_at is None else "it is cancelled, so win a new deal"
        raise Refused(f"{deal.name} is {earlier} already; {way_out} instead.", code="ordered")
    order = Order(account_id=deal.account_id, deal=deal, owner=deal.owner, amount=deal.amount, currency=deal.currency)
    order.repeat_of = Order.objects.filter(renewal__deal=deal, account=deal.account_id).first()
    lines = [
        _Line(line.product, line.quantity, line.unit_price * (1 - line.discount_rate), line.unit_cost)
        for line in deal.lines.select_related("product").order_by("position")
    ]
    return _place(order, lines, by=by, at=at)


@transaction.atomic
def repeat_order(
    *,
    order: Order,
    by: User,
    at: datetime,
    lines: Sequence[LineFacts] | None = None,
    amount: Decimal | None = None,
    owner: User | None = None,
) -> Order:
    """The account orders again: the same lines and amount, or the given lines (which say the amount), or an amount.

    The order belongs to whoever enters it, unless an owner is named.
    """
    require(by, "pipeline.work_deals", "place orders")
    owner = owner or by
    require_seller(owner)
    order = Order.objects.select_for_update(of=("self",)).get(pk=order.pk)
    if order.cancelled_at is not None:
        raise Refused(f"{order} is cancelled; repeat another order, or win a deal.", code="cancelled")
    if order.ordered_at >= at:
        raise Refused(f"{order} was placed just now; repeat it later.", code="too_early")
    if lines and amount is not None:
        raise Refused("Lines say what an order costs; give lines or an amount, not both.", code="both", field="amount")
    if lines is not None and not lines and amount is None:
        raise Refused("An order has lines or an amount; give one of them.", code="empty", field="lines")
    again = Order(account_id=order.account_id, owner=owner, currency=order.currency, repeat_of=order)
    if lines:
        require_currency([line.product for line in lines], order.currency, thing="order")
        rows = [_Line(each.product, each.quantity, each.net_price, each.product.unit_cost) for each in lines]
        again.amount = amount_of((row.quantity * row.price for row in rows), order.currency)
    elif amount is not None:
        rows, again.amount = [], amount
    else:
        rows = [
            _Line(row.product, row.quantity, row.price, row.product.unit_cost)
            for row in order.lines.select_related("product")
        ]
        again.amount = order.amount
    return _place(again, rows, by=by, at=at)


def _place(order: Order, lines: Sequence[_Line], *, by: User, at: datetime) -> Order:
    order.ordered_at = at
    with refusing(_LINES, field="lines") if lines else refusing(_AMOUNT, field="amount"):
        order.save(force_insert=True)
        OrderLine.objects.bulk_create(
            OrderLine(
                order=order,
                position=position,
                product=line.product,
                quantity=line.quantity,
                price=line.price,
                unit_cost=line.unit_cost,
            )
            for position, line in enumerate(lines, start=1)
        )
    keep_term(order, products=[line.product for line in lines], at=at)
    append(
        kind="order.placed",
        subject=order,
        by=by,
        at=at,
        payload={
            "account_id": order.account_id,
            "deal_id": order.deal_id,
            "repeat_of_id": order.repeat_of_id,
            "owner_id": order.owner_id,
            "amount": order.amount,
            "lines": len(lines),
        },
    )
    offer_undo(verb="pipeline.place_order", subject=order.deal or order, params={"order_id": order.pk}, by=by, at=at)
    return order
