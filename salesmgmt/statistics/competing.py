"""What becomes of somebody in the end when one thing rules out the others: Aalen and Johansen's estimate
(docs/algorithms/expected_conversion.md)."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class CompetingStep:
    """A time at which something happened: how many were at risk just before, to how many each cause happened, the share
    to which each has happened by then, and the share that waits on."""

    time: int
    at_risk: int
    events: tuple[int, ...]
    shares: tuple[Fraction, ...]
    waiting: Fraction


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


def competing_risks(causes: Sequence[Collection[int]], waiting: Collection[int]) -> Competing:
    """From the times after which each cause happened, and those after which somebody was last seen waiting for any. At
    the same time what happens comes before who was last seen then, and causes come together.

    The share of a cause rises at each time by the share that waited just before, times its events over those at risk.
    O. Aalen and S. Johansen (1978), "An empirical transition matrix for non-homogeneous Markov chains based on censored
    observations", Scand. J. Statist. 5, 141-150. Raises ValueError for a time below 0.
    """
    if any(time < 0 for times in (*causes, waiting) for time in times):
        raise ValueError("A time below 0 ends before it began: count from the start.")
    events, censored = [Counter(times) for times in causes], Counter(waiting)
    left = sum(len(times) for times in causes) + len(waiting)
    counts, steps = tuple(len(times) for times in causes), []
    shares, waits = [Fraction(0)] * len(causes), Fraction(1)
    for time in sorted(set().union(censored, *events)):
        here = [cause[time] for cause in events]
        if any(here):
            shares = [share + waits * Fraction(count, left) for share, count in zip(shares, here, strict=True)]
            waits *= Fraction(left - sum(here), left)
            steps.append(CompetingStep(time, left, tuple(here), tuple(shares), waits))
        left -= sum(here) + censored[time]
    return Competing(sum(counts) + len(waiting), counts, tuple(steps))
