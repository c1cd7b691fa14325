"""How rows become a value: each aggregate is said once, as SQL over the rows' contribution columns."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from salesmgmt.statistics.competing import Competing as CompetingRisks
from salesmgmt.statistics.competing import competing_risks
from salesmgmt.statistics.survival import Curve, survival_curve
from salesmgmt.statistics.wilson import Interval, wilson_interval

Quote = Callable[[str], str]
TALLY = "tally"
"""The column that says how many rows alike one stands for."""


@dataclass(frozen=True)
class Estimate:
    """An exact value (None when nothing was counted, or not enough has happened) and how many rows stand behind it."""

    value: Fraction | None
    n: int
    numerator: Fraction | None = None
    interval: Interval | None = None
    curve: Curve | None = None
    at_risk: int | None = None
    denominator: Fraction | None = None


@dataclass(frozen=True)
class Count:
    """How many rows there are."""

    @property
    def columns(self) -> tuple[str, ...]:
        return ()

    def sql(self, quote: Quote) -> list[str]:
        return ["count(*)"]

    def estimate(self, found: Sequence[Any]) -> Estimate:
        return Estimate(Fraction(found[0]), found[0])


@dataclass(frozen=True)
class Sum:
    """A column added up; rows in which it is unknown do not count into n."""

    column: str

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.column,)

    def sql(self, quote: Quote) -> list[str]:
        return [f"sum({quote(self.column)})", f"count({quote(self.column)})"]

    def estimate(self, found: Sequence[Any]) -> Estimate:
        total, n = found
        return Estimate(exact(total) if n else Fraction(0), n)


@dataclass(frozen=True)
class Ratio:
    """One column's sum over another's. Where both hold 0 or 1 per row it is a rate and has its Wilson interval.

    Over less than `fewest` it is not said: a few would make it look certain.
    """

    numerator: str
    denominator: str
    interval: bool = True
    fewest: int = 0

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.numerator, self.denominator)

    def sql(self, quote: Quote) -> list[str]:
        return [f"sum({quote(self.numerator)})", f"sum({quote(self.denominator)})"]

    def estimate(self, found: Sequence[Any]) -> Estimate:
        numerator, denominator = exact(found[0] or 0), exact(found[1] or 0)
        if denominator == 0:
            return Estimate(None, 0, numerator)
        if denominator < self.fewest:
            return Estimate(None, int(denominator), numerator)
        interval = wilson_interval(int(numerator), int(denominator)) if self.interval else None
        return Estimate(numerator / denominator, int(denominator), numerator, interval)


@dataclass(frozen=True)
class AmountRatio:
    """One amount's sum over another's. An amount is no number of rows, so n is how many say the latter."""

    numerator: str
    denominator: str

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.numerator, self.denominator)

    def sql(self, quote: Quote) -> list[str]:
        below = quote(self.denominator)
        return [f"sum({quote(self.numerator)})", f"sum({below})", f"count({below})"]

    def estimate(self, found: Sequence[Any]) -> Estimate:
        above, below, n = found
        numerator, denominator = exact(above or 0), exact(below or 0)
        if denominator == 0:
            return Estimate(None, 0, numerator, denominator=denominator)
        return Estimate(numerator / denominator, n, numerator, denominator=denominator)


@dataclass(frozen=True)
class Mean:
    """The sum of a column over the rows in which it is known. It counts parts, `per` to one of what is said: minutes
    are added up as whole numbers, which parts of days are not."""

    column: str
    per: int = 1

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.column,)

    def sql(self, quote: Quote) -> list[str]:
        return [f"sum({quote(self.column)})", f"count({quote(self.column)})"]

    def estimate(self, found: Sequence[Any]) -> Estimate:
        total, n = found
        return Estimate(exact(total) / (n * self.per) if n else None, n)


@dataclass(frozen=True)
class Velocity:
    """What is through each day: how many wait, times the share that comes through, times the mean worth of those who
    did, over the mean days that they took (docs/algorithms/velocity.md).

    `waits`, `through` and `over` hold 0 or 1 per row, `worth` and `days` what is known of those who are through. Its n
    is that of the factor made of fewest of these; below `fewest` it is not said, nor where they took no days.
    """

    waits: str
    through: str
    over: str
    worth: str
    days: str
    fewest: int

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.waits, self.through, self.over, self.worth, self.days)

    def sql(self, quote: Quote) -> list[str]:
        sums = [f"sum({quote(column)})" for column in self.columns]
        return [*sums, f"count({quote(self.worth)})", f"count({quote(self.days)})"]

    def estimate(self, found: Sequence[Any]) -> Estimate:
        waits, through, over, worth, days = (exact(total or 0) for total in found[:5])
        n = min(int(through), found[5], found[6])
        if n < self.fewest or days == 0:
            return Estimate(None, n)
        return Estimate(waits * (through / over) * (worth / found[5]) / (days / found[6]), n)


_BEYOND_HALF = "0.500000001"
"""For up to 500 million values."""


@dataclass(frozen=True)
class Median:
    """The middle of a column's known values (docs/algorithms/median.md).

    Half the sum of the lower and the upper middle value is what percentile_cont(0.5) means, and stays exact where
    percentile_cont would make money a float. The upper middle one of n values is the first beyond half of them: by a
    share that is more than a half by less than one in n, so that both are read out of one sorting. `per` is that of a
    Mean.
    """

    column: str
    per: int = 1

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.column,)

    def sql(self, quote: Quote) -> list[str]:
        column = quote(self.column)
        return [
            f"percentile_disc(0.5) WITHIN GROUP (ORDER BY {column})"
            f" + percentile_disc({_BEYOND_HALF}) WITHIN GROUP (ORDER BY {column})",
            f"count({column})",
        ]

    def estimate(self, found: Sequence[Any]) -> Estimate:
        both, n = found
        return Estimate(exact(both) / (2 * self.per) if n else None, n)


@dataclass(frozen=True)
class Survival:
    """The days after which it has happened to half of the rows, those included that still wait for it
    (docs/algorithms/survival.md).

    `days` holds how long a row has been followed, as an integer; `happened` is 1 where it ended by happening and 0
    where it was still waiting. `happened_are` and `waiting_are` are words for the two: closed, still open. `tallied`,
    rows alike come as one with their `TALLY`: for figures over very many rows.
    """

    days: str
    happened: str
    happened_are: str
    waiting_are: str
    tallied: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.days, self.happened)

    def sql(self, quote: Quote) -> list[str]:
        days, happened = quote(self.days), quote(self.happened)
        said = f"ARRAY[{days}, {quote(TALLY)}]" if self.tallied else days
        read = "::text" if self.tallied else ""
        known = f"{days} IS NOT NULL"
        return [f"(array_agg({said}) FILTER (WHERE {happened} = {value} AND {known})){read}" for value in (1, 0)]

    def estimate(self, found: Sequence[Any]) -> Estimate:
        happened, waiting = (_tallied(times) if self.tallied else times or [] for times in found)
        curve = survival_curve(happened, waiting)
        return Estimate(curve.median().value, curve.n, Fraction(curve.events), curve=curve)


@dataclass(frozen=True)
class Competing:
    """The share of rows that one of several things happens to in the end, where each rules out the others, with its
    interval (docs/algorithms/expected_conversion.md).

    `outcome` holds 0 where a row still waits and 1, 2, … up to `causes` for what happened, after so many `days`;
    this is the share of `cause`. `at_risk` of its estimate says how many its last step was made of. Rows alike come as
    one with their `TALLY`, so that a figure is made of such measures alone.
    """

    days: str
    outcome: str
    cause: int
    causes: int

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.days, self.outcome)

    def sql(self, quote: Quote) -> list[str]:
        days, outcome, tally = quote(self.days), quote(self.outcome), quote(TALLY)
        pair = f"array_agg(ARRAY[{days}, {tally}])"
        return [f"({pair} FILTER (WHERE {outcome} = {value}))::text" for value in range(self.causes + 1)]

    def estimate(self, found: Sequence[Any]) -> Estimate:
        risks = _risks(*found)
        if not risks.n:
            return Estimate(None, 0)
        cause = self.cause - 1
        count, interval = Fraction(risks.counts[cause]), risks.interval(cause)
        return Estimate(risks.shares[cause], risks.n, count, interval, at_risk=risks.at_risk)


@lru_cache(maxsize=64)
def _risks(*found: str | None) -> CompetingRisks:
    """Kept because each measure of a figure asks for the same."""
    waiting, *causes = (_tallied(pairs) for pairs in found)
    return competing_risks(causes, waiting)


_AS_LISTS = str.maketrans("{}", "[]")


def _tallied(pairs: str | None) -> Counter[int]:
    """Of an array of pairs as PostgreSQL writes it: a driver would make thousands of lists one by one, and as often as
    there are measures."""
    tally: Counter[int] = Counter()
    for days, count in json.loads((pairs or "{}").translate(_AS_LISTS)):
        tally[days] += count
    return tally


ADDED_UP = (Count, Sum, Ratio, AmountRatio, Mean, Velocity)
"""Those that are made of sums and counts alone, so that what a group has of them is a part of the whole's."""
Aggregate = Count | Sum | Ratio | AmountRatio | Mean | Velocity | Median | Survival | Competing


def exact(value: int | Decimal) -> Fraction:
    """A number of the database as it is. Raises TypeError for a float: contribution columns are integer or numeric."""
    if isinstance(value, float):
        raise TypeError("A contribution column holds floats: declare it as integer or numeric.")
    return Fraction(value)
