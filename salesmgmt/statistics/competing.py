"""What becomes of somebody in the end when one thing rules out the others: Aalen and Johansen's estimate and its
variance (docs/algorithms/expected_conversion.md)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import exp, gcd, log, sqrt
from statistics import NormalDist

from salesmgmt.statistics.wilson import CONFIDENCE, Interval

Times = Iterable[int] | Mapping[int, int]
"""Times one by one, or how many there are of each."""
LEAST_ENTERED, LEAST_EVENTS = 20, 5
"""With fewer people, or fewer to whom it happened or to whom something else did, no interval is told."""
_LONG, _KEPT = 768, 256
"""A whole of more bits becomes one of so many: thousands of steps otherwise multiply numbers of thousands of digits."""


@dataclass(frozen=True, slots=True)
class CompetingStep:
    """A time at which something happened: how many were at risk just before, to how many each cause happened, and the
    share to which each has happened by then.

    Shares are kept as `parts` of one `whole`: fractions would be brought to their lowest terms at every step.
    """

    time: int
    at_risk: int
    events: tuple[int, ...]
    parts: tuple[int, ...]
    whole: int

    @property
    def shares(self) -> tuple[Fraction, ...]:
        return tuple(Fraction(part, self.whole) for part in self.parts)

    @property
    def waiting(self) -> Fraction:
        """The share that waits on."""
        return Fraction(self.whole - sum(self.parts), self.whole)


@dataclass(frozen=True, slots=True)
class Competing:
    """The shares to which each cause has happened as far as anybody was followed; with `waiting` they add up to 1."""

    n: int
    counts: tuple[int, ...]
    steps: tuple[CompetingStep, ...]

    @property
    def shares(self) -> tuple[Fraction, ...]:
        return self.steps[-1].shares if self.steps else tuple(Fraction(0) for _ in self.counts)

    @property
    def waiting(self) -> Fraction:
        """The share that had met none of the causes after the last time at which anything happened."""
        return self.steps[-1].waiting if self.steps else Fraction(1)

    @property
    def at_risk(self) -> int:
        """How many the last step was estimated from: few of them make a rough end of the curve."""
        return self.steps[-1].at_risk if self.steps else 0

    def variance(self, cause: int) -> float:
        """Of the share of the cause at this index: the estimate of Greenwood's type, which the delta method gives too.

        P. K. Andersen, O. Borgan, R. D. Gill, N. Keiding (1993), Statistical Models Based on Counting Processes,
        IV.4.1.3; J. J. Gaynor et al. (1993), JASA 88, 400-409; recommended by A. Allignol, M. Schumacher, J. Beyersmann
        (2010), Biometrical Journal 52, 126-137. Where nobody is lost sight of it is p(1 - p) / n.
        """
        end, before, total = self._share(cause), 1.0, 0.0
        for step in self.steps:
            own, every, at_risk = step.events[cause], sum(step.events), step.at_risk
            to_come = end - step.parts[cause] / step.whole
            total += before**2 * own * (at_risk - own) / at_risk**3 - 2 * to_come * before * own / at_risk**2
            if every < at_risk:
                total += to_come**2 * every / (at_risk * (at_risk - every))
            before = (step.whole - sum(step.parts)) / step.whole
        return max(total, 0.0)

    def interval(self, cause: int, *, confidence: float = CONFIDENCE) -> Interval | None:
        """Of the share of the cause at this index, on the scale of log(-log), so that it stays between 0 and 1
        (J. B. Choudhury 2002, Statistics in Medicine 21, 1129-1144). None where there are too few."""
        share, count = self._share(cause), self.counts[cause]
        if self.n < LEAST_ENTERED or min(count, self.n - count) < LEAST_EVENTS or not 0 < share < 1:
            return None
        z = NormalDist().inv_cdf((1 + confidence) / 2)
        spread = exp(z * sqrt(self.variance(cause)) / abs(share * log(share)))
        return Interval(share**spread, share ** (1 / spread), confidence)

    def _share(self, cause: int) -> float:
        return self.steps[-1].parts[cause] / self.steps[-1].whole if self.steps else 0.0


def competing_risks(causes: Sequence[Times], waiting: Times) -> Competing:
    """From the times after which each cause happened, and those after which somebody was last seen waiting for any. At
    the same time what happens comes before who was last seen then, and causes come together.

    The share of a cause rises at each time by the share that waited just before, times its events over those at risk.
    O. Aalen and S. Johansen (1978), "An empirical transition matrix for non-homogeneous Markov chains based on censored
    observations", Scand. J. Statist. 5, 141-150. Raises ValueError for a time below 0.
    """
    events, censored = [Counter(times) for times in causes], Counter(waiting)
    if any(time < 0 for times in (*events, censored) for time in times):
        raise ValueError("A time below 0 ends before it began: count from the start.")
    counts = tuple(times.total() for times in events)
    left = everybody = sum(counts) + censored.total()
    steps = []
    parts, whole, waits = [0] * len(events), 1, 1
    for time in sorted(set().union(censored, *events)):
        here = [cause[time] for cause in events]
        if any(here):
            shared = gcd(waits, left)
            parts = [part * (left // shared) + waits // shared * count for part, count in zip(parts, here, strict=True)]
            parts, whole = _short(parts, whole * (left // shared))
            waits = whole - sum(parts)
            steps.append(CompetingStep(time, left, tuple(here), tuple(parts), whole))
        left -= sum(here) + censored[time]
    return Competing(everybody, counts, tuple(steps))


def _short(parts: list[int], whole: int) -> tuple[list[int], int]:
    if whole.bit_length() <= _LONG:
        return parts, whole
    return [round(Fraction(part << _KEPT, whole)) for part in parts], 1 << _KEPT
