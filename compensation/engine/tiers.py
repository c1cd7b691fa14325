"""Marginal tiers: how a credit is cut where the total crosses the start of a tier."""

from collections.abc import Sequence

from compensation.engine.exact import MICRO
from compensation.engine.lines import Slice
from compensation.engine.plan import Boundary, MarginalComponent


def cut(
    component: MarginalComponent, *, before_minor: int, credit_minor: int, quota_minor: int | None
) -> tuple[Slice, ...]:
    """The slices of a credit, in the order in which it passes them; they sum to the credit exactly.

    A negative credit passes the tiers downwards and takes back what the same stretch paid. What lies below 0 belongs
    to the first tier.
    """
    before = before_minor * MICRO
    after = before + credit_minor * MICRO
    low, high = min(before, after), max(before, after)
    sign = 1 if credit_minor >= 0 else -1
    starts = component.starts_micro(quota_minor)
    slices = []
    for index, tier in enumerate(component.tiers):
        last = index + 1 == len(starts)
        floor = low if index == 0 else max(low, starts[index])
        ceiling = high if last else min(high, starts[index + 1])
        if ceiling > floor:
            end = None if last else component.tiers[index + 1].start
            slices.append(Slice(index + 1, component.basis, tier.start, end, tier.rate, sign * (ceiling - floor)))
    return tuple(slices if sign > 0 else reversed(slices))


def tier_reached(starts_micro: Sequence[int], total_micro: int, boundary: Boundary) -> int:
    """The number (from 1) of the tier that a total stands in; on a start exactly, the boundary decides."""
    reached = 1
    for number, start in enumerate(starts_micro[1:], start=2):
        if total_micro > start or (total_micro == start and boundary is Boundary.REACHES):
            reached = number
    return reached
