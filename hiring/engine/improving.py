"""What would have to improve so that enough people get ready in time (docs/algorithms/what_to_improve.md).

Each change is taken alone, all else as it was; it is arithmetic over what happened, and says nothing of what would
cause it. Pure: no database, no clock.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, prod

from salesmgmt.statistics.wilson import Interval


@dataclass(frozen=True, slots=True)
class Step:
    """A stage on the way to the last: of `n` who entered it, the share expected to get further in the end, with its
    interval (None where `n` or what happened are too few), and how many are in it now."""

    name: str
    n: int
    share: Fraction
    interval: Interval | None
    waiting: int


@dataclass(frozen=True, slots=True)
class Change:
    """What one stage's share would have to be, alone; `needed` above 1 means that all of them would not be enough, and
    None that nobody comes that way."""

    step: Step
    needed: Fraction | None

    @property
    def is_possible(self) -> bool:
        return self.needed is not None and self.needed <= 1


@dataclass(frozen=True, slots=True)
class Improving:
    """`gap` people are still to be found; `expected` get ready of those on the way (`of_waiting`) and of `inflow` who
    start in time as they do now. `overall` is the share of a start that gets ready."""

    gap: int
    of_waiting: Fraction
    inflow: Fraction
    overall: Fraction
    changes: Sequence[Change]

    @property
    def expected(self) -> Fraction:
        return self.of_waiting + self.inflow * self.overall

    @property
    def short(self) -> Fraction:
        return max(Fraction(0), self.gap - self.expected)

    @property
    def more_starts(self) -> int | None:
        """How many more have to start, alone; None while nobody gets through."""
        return ceil(self.short / self.overall) if self.overall else None

    @property
    def thinnest(self) -> Step:
        """The stage that fewest people say something of."""
        return min((change.step for change in self.changes), key=lambda step: step.n)

    @property
    def is_told(self) -> bool:
        """Not while the interval of any stage is not."""
        return bool(self.changes) and all(change.step.interval for change in self.changes)


def improving(steps: Sequence[Step], *, gap: int, inflow: Fraction) -> Improving:
    """`steps` in their order, without the last stage, into which they lead. Nobody skips a stage."""
    shares = [step.share for step in steps]
    to_the_end = [prod(shares[place:], start=Fraction(1)) for place in range(len(steps))]
    of_waiting = sum((step.waiting * end for step, end in zip(steps, to_the_end, strict=True)), Fraction(0))
    overall = to_the_end[0] if steps else Fraction(0)
    changes = [Change(step, _needed(steps, place, gap, inflow)) for place, step in enumerate(steps)]
    return Improving(gap, of_waiting, inflow, overall, changes)


def _needed(steps: Sequence[Step], place: int, gap: int, inflow: Fraction) -> Fraction | None:
    """Those who still have to pass the stage get ready in proportion to its share; the others are beyond it."""
    after = prod((step.share for step in steps[place + 1 :]), start=Fraction(1))
    beyond = sum((step.waiting * _end(steps, later) for later, step in enumerate(steps) if later > place), Fraction(0))
    arrive = inflow
    for before in steps[:place]:
        arrive = (arrive + before.waiting) * before.share
    reached = (arrive + steps[place].waiting) * after
    return None if not reached else max(Fraction(0), gap - beyond) / reached


def _end(steps: Sequence[Step], place: int) -> Fraction:
    return prod((step.share for step in steps[place:]), start=Fraction(1))
