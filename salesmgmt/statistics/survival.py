"""How long something takes when some still wait for it: Kaplan and Meier's curve (docs/algorithms/survival.md)."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import exp, gcd, sqrt
from statistics import NormalDist

from salesmgmt.statistics.wilson import CONFIDENCE, Interval

HALF = 0.5
Times = Collection[int] | Mapping[int, int]
"""Times one by one, or how many there are of each."""


@dataclass(frozen=True, slots=True)
class Step:
    """A time at which it happened to somebody: how many were waiting just before, to how many it happened, and which
    share waits on. `share` and `greenwood` are a numerator and a denominator each: fractions would be brought to their
    lowest terms at every step. `greenwood` is Greenwood's sum, None where the share is 0.
    """

    time: int
    at_risk: int
    events: int
    share: tuple[int, int]
    greenwood: tuple[int, int] | None
    interval: Interval | None

    @property
    def survival(self) -> Fraction:
        return Fraction(*self.share)

    @property
    def relative_variance(self) -> Fraction | None:
        """Greenwood's sum: the share's variance over its square."""
        return None if self.greenwood is None else Fraction(*self.greenwood)

    @property
    def variance(self) -> Fraction | None:
        """Greenwood's variance of the share; None once nobody is left, where his formula divides by nought."""
        return None if self.relative_variance is None else self.survival**2 * self.relative_variance


@dataclass(frozen=True, slots=True)
class MedianTime:
    """The time by which it has happened to half. A value or end that is None was not reached by what is known."""

    value: Fraction | None
    low: int | None
    high: int | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Curve:
    """Which share still waits, time by time; it falls at the steps and is level between them.

    `times` are the different times seen, in order, and `waiting` how many had lasted at least as long.
    """

    steps: tuple[Step, ...]
    times: tuple[int, ...]
    waiting: tuple[int, ...]
    confidence: float

    @property
    def n(self) -> int:
        return self.waiting[0] if self.waiting else 0

    @property
    def events(self) -> int:
        return sum(step.events for step in self.steps)

    @property
    def censored(self) -> int:
        """How many were last seen waiting."""
        return self.n - self.events

    @property
    def longest(self) -> int | None:
        """The longest time that anybody was followed, with or without the event."""
        return self.times[-1] if self.times else None

    def at_risk(self, time: int) -> int:
        """How many were still waiting just before this time."""
        place = bisect_left(self.times, time)
        return self.waiting[place] if place < len(self.times) else 0

    def at(self, time: int) -> Step | None:
        """The last step up to this time; None while it has happened to nobody."""
        place = bisect_right(self.steps, time, key=lambda step: step.time)
        return self.steps[place - 1] if place else None

    def survival(self, time: int) -> Fraction:
        """The share that waits longer than this time; as at the longest time when it lies beyond."""
        step = self.at(time)
        return step.survival if step else Fraction(1)

    def median(self) -> MedianTime:
        """The median as R's survfit has it: its ends are where the interval's ends fall to one half."""
        ends = [(step.time, step.interval) for step in self.steps if step.interval]
        return MedianTime(
            value=self._half_way(),
            low=next((time for time, ends_at in ends if ends_at.low <= HALF), None),
            high=next((time for time, ends_at in ends if ends_at.high <= HALF), None),
            confidence=self.confidence,
        )

    def _half_way(self) -> Fraction | None:
        """Where the curve lies at exactly one half for a while, the middle of that while."""
        for place, step in enumerate(self.steps):
            waits, whole = step.share
            if waits * 2 < whole:
                return Fraction(step.time)
            if waits * 2 == whole:
                later = self.steps[place + 1].time if place + 1 < len(self.steps) else self.times[-1]
                return Fraction(step.time + later, 2)
        return None


def survival_curve(happened: Times, waiting: Times, *, confidence: float = CONFIDENCE) -> Curve:
    """The product-limit estimate from the times after which it happened and those after which somebody was last seen
    waiting for it. At the same time what happens comes first: who was last seen then was still waiting just before.

    The interval of a share is exp(log S -+ z * sqrt(Greenwood's sum)), no higher than 1, which is R's default.
    E. L. Kaplan and P. Meier (1958), "Nonparametric estimation from incomplete observations", JASA 53, 457-481;
    M. Greenwood (1926), "The errors of sampling of the survivorship tables". Raises ValueError for a time below 0
    or a confidence outside 0..1.
    """
    if not 0 < confidence < 1:
        raise ValueError(f"A confidence of {confidence} cannot be reached: it lies between 0 and 1.")
    if any(time < 0 for times in (happened, waiting) for time in times):
        raise ValueError("A time below 0 ends before it began: count from the start.")
    seen = list(_at_risk(happened, waiting))
    steps = tuple(_steps([entry for entry in seen if entry[2]], NormalDist().inv_cdf((1 + confidence) / 2), confidence))
    return Curve(steps, tuple(time for time, _, _ in seen), tuple(at_risk for _, at_risk, _ in seen), confidence)


def _at_risk(happened: Times, waiting: Times) -> Iterator[tuple[int, int, int]]:
    """Each time seen, with how many were waiting just before it and to how many it happened then."""
    events, censored = Counter(happened), Counter(waiting)
    left = events.total() + censored.total()
    for time in sorted(events.keys() | censored.keys()):
        yield time, left, events[time]
        left -= events[time] + censored[time]


def _steps(seen: list[tuple[int, int, int]], z: float, confidence: float) -> Iterator[Step]:
    waits, whole, above, below = 1, 1, 0, 1
    for time, at_risk, events in seen:
        shared = gcd(waits, at_risk)
        waits, whole = waits // shared * (at_risk - events), whole * (at_risk // shared)
        if events == at_risk:
            yield Step(time, at_risk, events, (waits, whole), None, None)
            return
        here = at_risk * (at_risk - events)
        above, below = above * here + events * below, below * here
        share, width = waits / whole, exp(z * sqrt(above / below))
        yield Step(
            time,
            at_risk,
            events,
            (waits, whole),
            (above, below),
            Interval(share / width, min(1.0, share * width), confidence),
        )
