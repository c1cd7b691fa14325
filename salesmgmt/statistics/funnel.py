"""How far somebody's share or mean may lie from the whole's by luck, at their n (docs/algorithms/consistency.md)."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import exp, lgamma, log, sqrt
from statistics import NormalDist

CONFIDENCES = (0.95, 0.998)
_REACH = 9


@dataclass(frozen=True, slots=True)
class Limits:
    """What luck alone reaches at this confidence; `outside` is the chance to lie beyond one of them by luck."""

    low: Fraction
    high: Fraction
    confidence: float
    outside: float


def share_limits(whole: Fraction, n: int, *, confidences: Sequence[float] = CONFIDENCES) -> tuple[Limits, ...]:
    """The shares that `n` trials reach by luck where each succeeds with the chance `whole`: beyond either end lie
    only counts that come about, they or more extreme ones, in less than half of what the confidence leaves.

    The exact binomial limits of D. J. Spiegelhalter (2005), "Funnel plots for comparing institutional performance",
    Statistics in Medicine 24, 1185-1202, without his interpolation between counts. Raises ValueError unless
    0 <= whole <= 1, n > 0 and every confidence lies between 0 and 1.
    """
    _refuse(n, confidences)
    if not 0 <= whole <= 1:
        raise ValueError(f"{whole} is no share: it lies between 0 and 1.")
    if whole in (0, 1):
        return tuple(Limits(whole, whole, confidence, 0.0) for confidence in confidences)
    first, chances = _chances(float(whole), n)
    return tuple(_binomial(first, chances, n, confidence) for confidence in confidences)


def mean_limits(
    whole: Fraction, spread: float, n: int, *, confidences: Sequence[float] = CONFIDENCES
) -> tuple[Limits, ...]:
    """The means of `n` values that luck reaches where single values have the mean `whole` and this standard
    deviation: so many standard errors `spread / sqrt(n)` on either side. The values are none below 0, nor is a limit.

    Raises ValueError unless spread >= 0, n > 0 and every confidence lies between 0 and 1.
    """
    _refuse(n, confidences)
    if spread < 0:
        raise ValueError(f"A spread of {spread} is none: it is 0 or more.")
    found = []
    for confidence in confidences:
        half = Fraction(NormalDist().inv_cdf((1 + confidence) / 2) * spread / sqrt(n))
        found.append(
            Limits(max(Fraction(0), whole - half), whole + half, confidence, 1 - confidence if spread else 0.0)
        )
    return tuple(found)


def standard_deviation(n: int, total: int, squares: int) -> float:
    """Of n whole numbers, by their sum and the sum of their squares, over n - 1; 0 for less than two."""
    return sqrt(Fraction(n * squares - total * total, n * (n - 1))) if n > 1 else 0.0


def _chances(share: float, n: int) -> tuple[int, list[float]]:
    """The chances of the counts that have any to speak of, from the first of them."""
    reach = int(_REACH * sqrt(n * share * (1 - share))) + _REACH
    first, last = max(0, int(n * share) - reach), min(n, int(n * share) + reach)
    hit, miss, ways = log(share), log(1 - share), lgamma(n + 1)
    return first, [
        exp(ways - lgamma(count + 1) - lgamma(n - count + 1) + count * hit + (n - count) * miss)
        for count in range(first, last + 1)
    ]


def _binomial(first: int, chances: Sequence[float], n: int, confidence: float) -> Limits:
    tail = (1 - confidence) / 2
    below, at_low = _cut(chances, tail)
    above, at_high = _cut(chances[::-1], tail)
    low, high = first + at_low, first + len(chances) - 1 - at_high
    return Limits(Fraction(low, n), Fraction(high, n), confidence, below + above)


def _cut(chances: Sequence[float], tail: float) -> tuple[float, int]:
    """How many counts from this end together stay below the tail, and their chance."""
    sum_so_far = 0.0
    for place, chance in enumerate(chances):
        if sum_so_far + chance >= tail:
            return sum_so_far, place
        sum_so_far += chance
    return sum_so_far, len(chances) - 1


def _refuse(n: int, confidences: Sequence[float]) -> None:
    if n < 1:
        raise ValueError(f"{n} trials have no limits: there must be at least one.")
    for confidence in confidences:
        if not 0 < confidence < 1:
            raise ValueError(f"A confidence of {confidence} cannot be reached: it lies between 0 and 1.")
