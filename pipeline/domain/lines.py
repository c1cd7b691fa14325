"""Writes the lines of a deal, and with them what it costs at list price."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from pipeline.domain.deals import require_step_of
from pipeline.domain.discounts import require_within_limit
from pipeline.domain.fact_undo import facts_again, facts_of
from pipeline.domain.history import lock_deal, save_act
from pipeline.domain.moves import require_open
from pipeline.models import Deal, DealLine, Product
from salesmgmt.accounts.models import User
from salesmgmt.common.constraints import refusing
from salesmgmt.common.money import money_said, rounded_sum
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.log import append
from salesmgmt.web.domain.undoing import offer_undo

_SENTENCES = {
    "a_deal_line_has_a_quantity": "A line needs a quantity above 0; correct it, or leave the line out.",
    "a_unit_price_is_not_negative": "A price is 0 or more; write a discount as a rate.",
    "a_discount_is_between_0_and_1": "A discount is between 0 and 100%; correct it.",
}


TOO_MUCH = Decimal(10) ** 15
AMOUNTS = ("amount", "list_amount")
"""What the lines of a deal come to."""
_LINE = ("id", "position", "product", "quantity", "unit_price", "unit_cost", "discount_rate")


@dataclass(frozen=True, slots=True)
class LineFacts:
    """One line to be: `unit_price` None means the product's list price."""

    product: Product
    quantity: Decimal = Decimal(1)
    unit_price: Decimal | None = None
    discount_rate: Decimal = Decimal(0)

    @property
    def price(self) -> Decimal:
        return self.product.list_price if self.unit_price is None else self.unit_price

    @property
    def net_price(self) -> Decimal:
        """One of it after discount, exactly."""
        return self.price * (1 - self.discount_rate)


@transaction.atomic
def set_lines(
    *,
    deal: Deal,
    lines: Sequence[LineFacts],
    by: User,
    at: datetime,
    expected_version: int | None = None,
    approved: bool = False,
) -> Deal:
    """Replaces the lines of an open deal; its amount becomes their sum, rounded once to the currency.

    What a product costs us is carried onto its line, which keeps it when the lines are set again.
    Raises DiscountOverLimit unless they are `approved`.
    """
    deal = lock_deal(deal=deal, by=by, expected_version=expected_version)
    require_open(deal)
    require_step_of(deal)
    require_currency([line.product for line in lines], deal.currency, thing="deal")
    if not approved:
        require_within_limit(deal, lines, by)
    before = _as_it_stands(deal)
    known = dict(deal.lines.exclude(unit_cost=None).values_list("product_id", "unit_cost"))
    deal.lines.all().delete()
    with refusing(_SENTENCES, field="lines"):
        rows = DealLine.objects.bulk_create(
            DealLine(
                deal=deal,
                position=position,
                product=line.product,
                quantity=line.quantity,
                unit_price=line.price,
                unit_cost=known.get(line.product.pk, line.product.unit_cost),
                discount_rate=line.discount_rate,
            )
            for position, line in enumerate(lines, start=1)
        )
    deal.amount = amount_of((row.amount for row in rows), deal.currency) if rows else None
    deal.list_amount = amount_of((line.quantity * line.product.list_price for line in lines), deal.currency)
    _keep(deal, rows, by=by, at=at)
    params = {"deal_id": deal.pk, "version": deal.version, **before}
    offer_undo(verb="pipeline.set_lines", subject=deal, params=params, by=by, at=at)
    return deal


@transaction.atomic
def put_lines_back(
    *,
    deal: Deal,
    lines: Sequence[Mapping[str, Any]],
    amounts: Mapping[str, Any],
    by: User,
    at: datetime,
    expected_version: int,
) -> Deal:
    """Gives an open deal the lines and the amounts that it had before, at the prices, costs and discounts of then."""
    deal = lock_deal(deal=deal, by=by, expected_version=expected_version)
    require_open(deal)
    deal.lines.all().delete()
    rows = DealLine.objects.bulk_create(DealLine(deal=deal, **facts_again(DealLine, line)) for line in lines)
    for name, value in facts_again(Deal, amounts).items():
        setattr(deal, name, value)
    _keep(deal, rows, by=by, at=at)
    return deal


def _as_it_stands(deal: Deal) -> dict[str, Any]:
    return {"lines": [facts_of(line, _LINE) for line in deal.lines.all()], "amounts": facts_of(deal, AMOUNTS)}


def _keep(deal: Deal, rows: Sequence[DealLine], *, by: User, at: datetime) -> None:
    save_act(deal, by=by, at=at)
    payload = {"lines": len(rows), "amount": deal.amount}
    append(kind="deal.lines_set", subject=deal, by=by, at=at, payload=payload)


def require_currency(products: Iterable[Product], currency: str, *, thing: str) -> None:
    """What is in a deal or an order is priced in its currency."""
    foreign = next((product for product in products if product.currency != currency), None)
    if foreign is not None:
        raise Refused(
            f"{foreign} is priced in {foreign.currency}, the {thing} in {currency}; choose another product.",
            code="currency",
            field="lines",
        )


def amount_of(amounts: Iterable[Decimal], currency: str) -> Decimal:
    """What the lines of a deal or an order come to. Raises Refused for more than an amount can say."""
    together = rounded_sum(amounts, currency)
    if together >= TOO_MUCH:
        raise Refused(
            f"The lines come to {money_said(together, currency)}, and an amount has up to 15 digits before the point; "
            "correct a quantity or a price.",
            code="too_much",
            field="lines",
        )
    return together
