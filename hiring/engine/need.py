"""How many people a bench has to hold: expected leavers, growth and bar-raise over the time that a hire takes
(docs/algorithms/bench_depth.md). Pure: no database, no clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from salesmgmt.common.money import divide_rounded
from salesmgmt.statistics.poisson import poisson_interval
from salesmgmt.statistics.quantiles import median
from salesmgmt.statistics.wilson import Interval

YEAR = 365
FEWEST_PEOPLE = 5
"""Fewer people in the history tell no rate: it would say who left."""
FEWEST_HIRES = 5
"""Fewer hires tell no lead time; the normal times of the stages are taken instead."""


@dataclass(frozen=True, slots=True)
class History:
    """What the last two years say: `leavers` places ended, held by `people` for `person_days` together."""

    leavers: int = 0
    people: int = 0
    person_days: int = 0

    @property
    def is_enough(self) -> bool:
        return self.people >= FEWEST_PEOPLE and self.person_days > 0

    @property
    def yearly(self) -> Fraction:
        return Fraction(self.leavers * YEAR, self.person_days)

    @property
    def interval(self) -> Interval:
        """Of leavers per place and year, 95%."""
        found = poisson_interval(self.leavers)
        years = self.person_days / YEAR
        return Interval(found.low / years, found.high / years, found.confidence)


@dataclass(frozen=True, slots=True)
class Rate:
    """Leavers per place and year that a need is computed with; `low` and `high` are None where a manager noted it."""

    yearly: Fraction
    low: Fraction | None = None
    high: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Lead:
    """How many days a hire takes, from the candidate's own start: the median of `hires`, or (`hires` too few) the sum
    of the stages' normal times. None where neither is known."""

    days: int | None
    hires: int
    is_history: bool


@dataclass(frozen=True, slots=True)
class Seats:
    """Seats wanted within the lead time: open ones by reason, and those drafted or waiting for approval."""

    growth: int = 0
    replacement: int = 0
    bar_raise: int = 0
    planned: int = 0

    @property
    def all(self) -> int:
        return self.growth + self.replacement + self.bar_raise + self.planned

    def __add__(self, other: "Seats") -> "Seats":
        return Seats(
            self.growth + other.growth,
            self.replacement + other.replacement,
            self.bar_raise + other.bar_raise,
            self.planned + other.planned,
        )


@dataclass(frozen=True, slots=True)
class Need:
    """How many people are needed: `leavers` is None where no rate is known, and then only seats count."""

    leavers: Fraction | None
    low: Fraction | None
    high: Fraction | None
    seats: Seats

    @property
    def people(self) -> Fraction:
        return (self.leavers or Fraction(0)) + self.seats.all

    @property
    def whole(self) -> int:
        """People come whole: the next whole number."""
        return ceil(self.people)

    @property
    def ends(self) -> tuple[Fraction, Fraction] | None:
        """The need at either end of the rate's interval."""
        if self.low is None or self.high is None:
            return None
        return self.low + self.seats.all, self.high + self.seats.all


def rate_of(history: History) -> Rate | None:
    """None where too few people held the place to tell."""
    if not history.is_enough:
        return None
    return Rate(history.yearly, Fraction(history.interval.low), Fraction(history.interval.high))


def lead_of(days_of_hires: list[int], normal_days: list[int]) -> Lead:
    if len(days_of_hires) >= FEWEST_HIRES:
        return Lead(max(1, ceil(median(days_of_hires))), len(days_of_hires), True)
    return Lead(sum(normal_days) or None, len(days_of_hires), False)


def need_of(*, places: int, rate: Rate | None, seats: Seats, days: int) -> Need:
    """Over so many days, of so many places that are filled today."""
    if rate is None:
        return Need(None, None, None, seats)
    low, high = (None if end is None else end * places * days / YEAR for end in (rate.low, rate.high))
    return Need(rate.yearly * places * days / YEAR, low, high, seats)


def together(needs: list[Need]) -> Need:
    """Of several teams: sums; the ends add up because one rate stands behind them, or are None where it does not."""
    known = [need.leavers for need in needs if need.leavers is not None]
    has_ends = bool(needs) and all(need.low is not None and need.high is not None for need in needs)
    return Need(
        sum(known, Fraction(0)) if known else None,
        sum((need.low or Fraction(0) for need in needs), Fraction(0)) if has_ends else None,
        sum((need.high or Fraction(0) for need in needs), Fraction(0)) if has_ends else None,
        sum((need.seats for need in needs), Seats()),
    )


@dataclass(frozen=True, slots=True)
class InTenths:
    """A team's need as it is shown: whole tenths, of which seats are whole people."""

    leavers: Fraction | None
    people: Fraction


def in_tenths(needs: Sequence[Need]) -> list[InTenths]:
    """The needs of teams in the tenths that are shown, which add up to the tenths of what they need together.

    Rounded down; what is then missing goes, a tenth each, to those who lost most, the earlier of two who lost the same.
    Each stays less than a tenth from what it is, which `split_by_shares` does not promise: it cuts a total anew.
    """
    all_people = sum((need.people for need in needs), Fraction(0)) * 10
    cuts = [divmod(need.people * 10, 1) for need in needs]
    tenths = [whole for whole, _ in cuts]
    missing = divide_rounded(all_people.numerator, all_people.denominator) - sum(tenths)
    for place in sorted(range(len(cuts)), key=lambda each: (-cuts[each][1], each))[:missing]:
        tenths[place] += 1
    return [_shown(need, Fraction(each, 10)) for need, each in zip(needs, tenths, strict=True)]


def _shown(need: Need, people: Fraction) -> InTenths:
    return InTenths(None if need.leavers is None else people - need.seats.all, people)


def starts_needed(missing: int, got: int, entered: int) -> int | None:
    """How many more have to start so that, at this conversion, so many get there; None while nobody has."""
    return None if not got else ceil(Fraction(missing * entered, got))
