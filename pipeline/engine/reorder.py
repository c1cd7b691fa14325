"""When an account is expected to order again: from its own intervals between orders."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from salesmgmt.common.money import divide_rounded

LEAST = 3
"""So few intervals say nothing yet; three have a middle one, with one on either side."""
LOW, MIDDLE, HIGH = Fraction(1, 10), Fraction(1, 2), Fraction(9, 10)


@dataclass(frozen=True, slots=True)
class Expected:
    """The day of the median interval after the last order, and the days by which 10 and 90 % of intervals have passed;
    `n` intervals stand behind it."""

    day: date
    low: date
    high: date
    n: int


def expected_reorder(days: Sequence[date]) -> Expected | None:
    """From the days of an account's orders, in any order; orders of one day are one. None below LEAST intervals.

    Quantiles lie between the sorted intervals (linear, the first at 0 and the last at 1), rounded half to even to days.
    """
    known = sorted(set(days))
    intervals = sorted((later - earlier).days for earlier, later in itertools.pairwise(known))
    if len(intervals) < LEAST:
        return None
    low, middle, high = (known[-1] + timedelta(days=_days(_quantile(intervals, at))) for at in (LOW, MIDDLE, HIGH))
    return Expected(middle, low, high, len(intervals))


def _days(exact: Fraction) -> int:
    return divide_rounded(exact.numerator, exact.denominator)


def _quantile(ordered: Sequence[int], at: Fraction) -> Fraction:
    place = at * (len(ordered) - 1)
    below = int(place)
    if below + 1 == len(ordered):
        return Fraction(ordered[below])
    return ordered[below] + (place - below) * (ordered[below + 1] - ordered[below])
