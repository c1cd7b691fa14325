"""What the lines of one deal or order earn: added up as the figures of margin do, for a page that shows them anyway."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from salesmgmt.common.money import rounded_sum


@dataclass(frozen=True, slots=True)
class Margin:
    """What `lines` that say their cost bring and earn, unrounded; `unknown` more say none."""

    brought: Decimal
    earned: Decimal
    lines: int
    unknown: int

    @property
    def rate(self) -> Decimal | None:
        return self.earned / self.brought if self.brought else None


def together(lines: Iterable[Any], currency: str) -> Decimal:
    """What lines of a deal or of an order cost, those that are cancelled among them."""
    return rounded_sum((line.amount for line in lines), currency)


def margin_of(lines: Iterable[Any]) -> Margin | None:
    """Of lines of a deal or of an order, without those that are cancelled; None where none says what it costs."""
    standing = [line for line in lines if not getattr(line, "cancellation", None)]
    costed = [line for line in standing if line.unit_cost is not None]
    if not costed:
        return None
    brought = sum((line.amount for line in costed), Decimal(0))
    cost = sum((line.quantity * line.unit_cost for line in costed), Decimal(0))
    return Margin(brought, brought - cost, len(costed), len(standing) - len(costed))
