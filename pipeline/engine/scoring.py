"""Counting: of leads that were won and lost, how many had each value, and what that makes of another lead.

The counts are those of naive Bayes with a tenth of a lead added to each side of a value that was seen
(docs/algorithms/lead_scoring.md has the worked table). All numbers are exact.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

SMOOTHING = Fraction(1, 10)


@dataclass(frozen=True, slots=True)
class Decided:
    """A lead that was won or lost."""

    values: Mapping[str, str]
    won: bool


@dataclass(slots=True)
class Count:
    won: Fraction = SMOOTHING
    lost: Fraction = SMOOTHING


@dataclass(slots=True)
class Counts:
    """By field and value. A value that no decided lead had is not there."""

    fields: dict[str, dict[str, Count]] = field(default_factory=dict)

    def of(self, name: str, value: str) -> Count | None:
        return self.fields.get(name, {}).get(value)

    def totals(self, name: str) -> tuple[Fraction, Fraction]:
        rows = self.fields.get(name, {}).values()
        return sum((row.won for row in rows), Fraction(0)), sum((row.lost for row in rows), Fraction(0))


def chance(
    counts: Counts, values: Mapping[str, str], *, prior: tuple[Fraction, Fraction], fewest: Mapping[str, int]
) -> Fraction:
    """The share that is won of leads like this, as counting says.

    `prior` are the won and the lost; a value of a field in `fewest` counts only when so many leads had it.
    """
    won, lost = prior
    for name, value in values.items():
        row = counts.of(name, value)
        total_won, total_lost = counts.totals(name)
        if row is None or not total_won or not total_lost or row.won + row.lost < fewest.get(name, 0):
            continue
        won, lost = won * row.won / total_won, lost * row.lost / total_lost
    return won / (won + lost)


@dataclass(slots=True)
class Chances:
    """Counts of all that were decided, asked for the raw chance of one lead after another."""

    counts: Counts
    prior: tuple[Fraction, Fraction]
    fewest: Mapping[str, int]
    known: dict[tuple[tuple[str, str], ...], Fraction] = field(default_factory=dict)

    @classmethod
    def of(cls, plain: Mapping[str, Mapping[str, Sequence[int]]], *, won: int, lost: int, fewest: int) -> "Chances":
        """From whole numbers of won and lost by field and value."""
        counts = Counts(
            {
                name: {value: Count(row[0] + SMOOTHING, row[1] + SMOOTHING) for value, row in rows.items()}
                for name, rows in plain.items()
            }
        )
        return cls(counts, (won + SMOOTHING, lost + SMOOTHING), dict.fromkeys(plain, fewest))

    def of_values(self, values: Mapping[str, str]) -> Fraction:
        key = tuple(sorted(values.items()))
        if key not in self.known:
            self.known[key] = chance(self.counts, values, prior=self.prior, fewest=self.fewest)
        return self.known[key]
