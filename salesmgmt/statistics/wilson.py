"""The interval of a rate: Wilson's score interval (docs/algorithms/wilson.md)."""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """Both ends of an estimate and how sure one may be that it covers the truth."""

    low: float
    high: float
    confidence: float


def wilson_interval(successes: int, n: int, *, confidence: float = CONFIDENCE) -> Interval:
    """The rates which `successes` out of `n` do not contradict at this confidence.

    E. B. Wilson (1927), "Probable inference, the law of succession, and statistical inference", JASA 22, 209-212,
    without continuity correction. Raises ValueError unless 0 <= successes <= n, n > 0 and 0 < confidence < 1.
    """
    if not 0 <= successes <= n or n == 0:
        raise ValueError(f"{successes} of {n} is no rate: there must be trials and no more successes than trials.")
    if not 0 < confidence < 1:
        raise ValueError(f"A confidence of {confidence} cannot be reached: it lies between 0 and 1.")
    z2 = NormalDist().inv_cdf((1 + confidence) / 2) ** 2
    centre = successes + z2 / 2
    half = sqrt(z2 * (successes * (n - successes) / n + z2 / 4))
    low = 0.0 if successes == 0 else (centre - half) / (n + z2)
    high = 1.0 if successes == n else (centre + half) / (n + z2)
    return Interval(low, high, confidence)
