"""What is in a deal and what it costs, in whole cents."""

from dataclasses import dataclass
from functools import lru_cache
from random import Random

from salesmgmt.demo.world.words.firms import PRODUCTS

SHARES = {"enterprise-ae": (0.1, 0.2, 0.25, 0.2, 0.15, 0.1), "mid-market-ae": (0.35, 0.3, 0.15, 0.05, 0.0, 0.15)}
"""How often each product leads a deal."""
DISCOUNTS = (0, 0, 0, 5, 5, 10, 15)
SERVICE = PRODUCTS[-1]


@dataclass(frozen=True, slots=True)
class Line:
    """`discount` in percent off the list price."""

    product: str
    quantity: int
    price: int
    discount: int

    @property
    def net_minor(self) -> int:
        return self.quantity * self.price * (100 - self.discount)


def draw_lines(profile: str, rng: Random) -> list[Line]:
    name, _, price = rng.choices(PRODUCTS, weights=SHARES[profile])[0]
    discount = DISCOUNTS[int(rng.random() * len(DISCOUNTS))]
    most = 5 if price < 10_000 else 2
    lines = [Line(name, 1 + int(rng.random() * most), price, discount)]
    if name != SERVICE[0] and rng.random() < 0.35:
        lines.append(Line(SERVICE[0], 1, SERVICE[2], discount))
    return lines


def list_price_of(lines: list[Line]) -> int:
    return sum(line.quantity * line.price for line in lines)


def net_minor_of(lines: list[Line]) -> int:
    return sum(line.net_minor for line in lines)


@lru_cache
def usual_amount(profile: str) -> float:
    """What a deal of a profile comes to on average, in whole units."""
    rng = Random(f"usual/{profile}")
    return sum(net_minor_of(draw_lines(profile, rng)) for _ in range(4_000)) / 4_000 / 100
