"""What counting says against what happened: isotonic calibration, the Brier score and the reliability table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

BINS = 5


@dataclass(frozen=True, slots=True)
class Step:
    """Up to `raw` (and above the step before) the share that was won was `share`, of `n`."""

    raw: Fraction
    share: Fraction
    n: int


@dataclass(frozen=True, slots=True)
class Bin:
    """Of `n` leads that were given chances from `low` up to `high`, what was said on average and what happened."""

    low: Fraction
    high: Fraction
    n: int
    said: Fraction
    happened: Fraction


def isotonic(pairs: Iterable[tuple[Fraction, bool]]) -> list[Step]:
    """The rising steps that come closest to what happened (pool adjacent violators), each by the mean of its pool."""
    groups: dict[Fraction, list[int]] = {}
    for raw, won in sorted(pairs):
        group = groups.setdefault(raw, [0, 0])
        group[0] += won
        group[1] += 1
    pools: list[tuple[Fraction, int, int]] = []
    for raw, (won_of, n) in groups.items():
        pools.append((raw, won_of, n))
        while len(pools) > 1 and pools[-2][1] * pools[-1][2] >= pools[-1][1] * pools[-2][2]:
            last, before = pools.pop(), pools.pop()
            pools.append((last[0], before[1] + last[1], before[2] + last[2]))
    return [Step(raw, Fraction(won_of, n), n) for raw, won_of, n in pools]


def calibrated(steps: Sequence[Step], raw: Fraction) -> Fraction:
    """The share of the step that a raw chance falls into; above the last it is the last's."""
    return next((step.share for step in steps if raw <= step.raw), steps[-1].share)


def brier(pairs: Sequence[tuple[Fraction, bool]]) -> Fraction:
    """The mean squared distance between what was said and what happened: 0 is perfect, 0.25 is a coin."""
    return sum(((said - int(won)) ** 2 for said, won in pairs), Fraction(0)) / len(pairs)


def reliability(pairs: Sequence[tuple[Fraction, bool]]) -> list[Bin]:
    """By fifths of what was said; empty ones are left out."""
    bins: dict[int, list[tuple[Fraction, bool]]] = {}
    for said, won in pairs:
        bins.setdefault(min(int(said * BINS), BINS - 1), []).append((said, won))
    return [
        Bin(
            Fraction(place, BINS),
            Fraction(place + 1, BINS),
            len(rows),
            sum((said for said, _ in rows), Fraction(0)) / len(rows),
            Fraction(sum(won for _, won in rows), len(rows)),
        )
        for place, rows in sorted(bins.items())
    ]
