"""Discounts above the limit: refused where nobody has approved them, and asked for."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from pipeline.models import Deal, DiscountLimit
from salesmgmt.accounts.models import User
from salesmgmt.approvals.domain.asking import ask
from salesmgmt.approvals.domain.chains import current_chain
from salesmgmt.approvals.models import ApprovalRequest
from salesmgmt.approvals.queries.deciders import asking_in_vain, first_deciders
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.log import append
from salesmgmt.people.rules import require

if TYPE_CHECKING:
    from pipeline.domain.lines import LineFacts

KIND = "pipeline.discount"
NAMED = 3


class DiscountOverLimit(Refused):
    """`may_be_asked_for` where somebody would decide it."""

    code = "discount_over_limit"
    may_be_asked_for = False


@transaction.atomic
def set_discount_limit(*, limit_rate: Decimal | None, by: User, at: datetime) -> None:
    """From now on more discount than this needs an approval; None: no discount does."""
    require(by, "pipeline.configure", "set how much discount needs no approval")
    if limit_rate is not None and not 0 <= limit_rate <= 1:
        raise Refused("A limit is between 0 and 100%; correct it.", code="limit", field="limit")
    if limit_rate is None:
        DiscountLimit.objects.all().delete()
    else:
        DiscountLimit.objects.update_or_create(pk=1, defaults={"limit_rate": limit_rate})
    append(kind="discount_limit.set", subject=by, by=by, at=at, payload={"limit_rate": limit_rate})


def over_limit(deal: Deal, lines: Iterable["LineFacts"]) -> Decimal | None:
    """The largest discount among `lines` that needs an approval; what the deal has already has had its own."""
    limit = DiscountLimit.objects.first()
    if limit is None:
        return None
    has: dict[int, Decimal] = {}
    for product, rate in deal.lines.values_list("product", "discount_rate"):
        has[product] = max(rate, has.get(product, Decimal(0)))
    over = [
        line.discount_rate
        for line in lines
        if line.discount_rate > limit.limit_rate and line.discount_rate > has.get(line.product.pk, Decimal(0))
    ]
    return max(over, default=None)


def require_within_limit(deal: Deal, lines: Sequence["LineFacts"], by: User) -> None:
    """Raises DiscountOverLimit, which says who decides when they ask."""
    over = over_limit(deal, lines)
    if over is not None:
        limit, chain = DiscountLimit.objects.get(), current_chain(KIND)
        deciders = [] if chain is None else first_deciders(chain, by)
        refusal = DiscountOverLimit(
            f"A discount of {_percent(over)} is above the {_percent(limit.limit_rate)} that needs no approval; "
            f"{_way_out(deciders, is_set_up=chain is not None)}",
            field="lines",
        )
        refusal.may_be_asked_for = bool(deciders)
        raise refusal


def _way_out(deciders: Sequence[User], *, is_set_up: bool) -> str:
    if not is_set_up:
        return "lower it, or ask an admin to say under Settings, Approvals, who approves more: nobody does so far."
    if deciders:
        return f"ask for it ({_named(deciders, 'or')} may approve it), or lower it."
    return "lower it, or have another admin appointed: nobody but you could approve it."


def asked_in_vain() -> str:
    """A sentence on the owners of open deals for whom nobody could approve more than the limit; blank without any."""
    chain = current_chain(KIND)
    if chain is None:
        return (
            "Nobody is set up to approve discounts, so with a limit nobody can give more: say who decides under "
            "Settings, Approvals."
        )
    owners = User.objects.filter(Exists(Deal.objects.open().filter(owner=OuterRef("pk"))))
    alone = asking_in_vain(chain, owners)
    return f"Nobody could approve more for {_named(alone, 'and')}: appoint another admin." if alone else ""


def _named(people: Sequence[User], last: str) -> str:
    *names, end = [str(person) for person in people[:NAMED]]
    if len(people) > NAMED:
        names, end = [*names, end], f"{len(people) - NAMED:,} more"
    return f"{', '.join(names)} {last} {end}" if names else end


@transaction.atomic
def ask_discount(
    *, deal: Deal, lines: Sequence["LineFacts"], by: User, at: datetime, note: str = "", expected_version: int
) -> ApprovalRequest:
    """Asks for a yes to these lines, which are set by the last yes, exactly as they were asked for."""
    from pipeline.domain.history import lock_deal
    from pipeline.domain.moves import require_open

    deal = lock_deal(deal=deal, by=by, expected_version=expected_version)
    require_open(deal)
    over = over_limit(deal, lines)
    if over is None:
        raise Refused("These lines need nobody's approval; save them.", code="within_limit", field="lines")
    params = {"rate": str(over), "lines": [_kept(line) for line in lines]}
    request = ask(kind=KIND, subject=deal, params=params, note=note, by=by, at=at)
    if request is None:
        raise Refused(
            "Nobody is set up to approve discounts; ask an admin to do that under Settings, Approvals.",
            code="nobody_to_ask",
            field="lines",
        )
    return request


def lines_asked_for(params: Mapping[str, Any]) -> list["LineFacts"]:
    """The lines of a request, as the verb takes them."""
    from pipeline.domain.lines import LineFacts
    from pipeline.models import Product

    products = Product.objects.in_bulk([line["product"] for line in params["lines"]])
    return [
        LineFacts(
            products[line["product"]],
            Decimal(line["quantity"]),
            None if line["unit_price"] is None else Decimal(line["unit_price"]),
            Decimal(line["discount_rate"]),
        )
        for line in params["lines"]
    ]


def _kept(line: "LineFacts") -> dict[str, Any]:
    price = None if line.unit_price is None else str(line.unit_price)
    return {
        "product": line.product.pk,
        "quantity": str(line.quantity),
        "unit_price": price,
        "discount_rate": str(line.discount_rate),
    }


def _percent(rate: Decimal) -> str:
    return f"{(rate * 100).normalize():f}%"
