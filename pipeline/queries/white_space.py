"""What an account has bought of each family of products, against other accounts of its sector."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.db.models import Count, Max, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from pipeline.models import Account, Order, OrderLine, Product
from salesmgmt.accounts.models import User

FEWEST = 5
"""Other accounts without which a share says nothing."""


@dataclass(frozen=True, slots=True)
class Family:
    """`peers` of `n` other accounts bought it; `orders` of the account hold it, the last at `last_at`."""

    name: str
    orders: int
    last_at: datetime | None
    peers: int
    n: int

    @property
    def share(self) -> Fraction | None:
        """None where too few others are seen."""
        return Fraction(self.peers, self.n) if self.n >= FEWEST else None


@dataclass(frozen=True, slots=True)
class WhiteSpace:
    """`sector` is "" where the account's is not known: others are then all that have ordered."""

    sector: str
    n: int
    families: Sequence[Family]

    @property
    def gaps(self) -> list[Family]:
        """What it never bought, what most of its peers have first."""
        return [family for family in self.families if not family.orders]


def white_space(account: Account, *, viewer: User) -> WhiteSpace:
    """From the orders that a person may see and that were not cancelled, line by line. Families are products' series,
    or their names where they have none; those on sale, and what the account has bought."""
    lines = _lines(viewer)
    counted = lines.filter(order__account=account).values_list("family")
    own = {
        family: (orders, last)
        for family, orders, last in counted.annotate(
            orders=Count("order", distinct=True), last=Max("order__ordered_at")
        )
    }
    others = lines.exclude(order__account=account)
    if account.sector:
        others = others.filter(order__account__sector=account.sector)
    n = others.aggregate(n=Count("order__account", distinct=True))["n"]
    peers = dict(others.values_list("family").annotate(peers=Count("order__account", distinct=True)))
    on_sale = Product.objects.filter(is_active=True).annotate(family=_family("")).values_list("family", flat=True)
    families = [Family(name, *own.get(name, (0, None)), peers=peers.get(name, 0), n=n) for name in {*on_sale, *own}]
    return WhiteSpace(account.sector, n, sorted(families, key=lambda each: (-each.peers, each.name)))


def _lines(viewer: User) -> QuerySet[OrderLine]:
    orders = Order.objects.visible_to(viewer).filter(cancelled_at=None)
    lines = OrderLine.objects.filter(order__in=orders.values("pk"), cancellation=None)
    return lines.annotate(family=_family("product__")).order_by()


def _family(path: str) -> Coalesce:
    return Coalesce(NullIf(f"{path}series", Value("")), f"{path}name")
