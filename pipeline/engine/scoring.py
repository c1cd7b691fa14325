"""Counting: of leads that were won and lost, how many had each value, and what that makes of another lead.

The counts are those of naive Bayes with a tenth of a lead added to each side of a value that was seen
(docs/algorithms/lead_scoring.md has the worked table). All numbers are exact.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

SMOOTHING = Fraction(1, 10)
STAGE = "stage"


@dataclass(frozen=True, slots=True)
class Decided:
    """A lead that was won or lost. `stage` counts from 1 and is how far a lost one came; None where there are none."""

    values: Mapping[str, str]
    won: bool
    team: str | None = None
    stage: int | None = None


@dataclass(slots=True)
class Count:
    won: Fraction = SMOOTHING
    lost: Fraction = SMOOTHING


@dataclass(slots=True)
class Counts:
    """Of one team: by field and value. A value that no decided lead had is not there."""

    fields: dict[str, dict[str, Count]] = field(default_factory=dict)

    def of(self, name: str, value: str) -> Count | None:
        return self.fields.get(name, {}).get(value)

    def totals(self, name: str) -> tuple[Fraction, Fraction]:
        rows = self.fields.get(name, {}).values()
        return sum((row.won for row in rows), Fraction(0)), sum((row.lost for row in rows), Fraction(0))

    def add(self, name: str, value: str, *, won: bool) -> None:
        row = self.fields.setdefault(name, {}).setdefault(value, Count())
        if won:
            row.won += 1
        else:
            row.lost += 1

    def merged_into(self, other: "Counts") -> None:
        for name, rows in self.fields.items():
            for value, row in rows.items():
                there = other.fields.setdefault(name, {}).setdefault(value, Count(Fraction(0), Fraction(0)))
                there.won += row.won
                there.lost += row.lost


@dataclass(frozen=True, slots=True)
class Part:
    """What one value says: how likely it is among the won and among the lost."""

    name: str
    value: str
    among_won: Fraction
    among_lost: Fraction
    score: Fraction


@dataclass(frozen=True, slots=True)
class Scored:
    """The share that is won of leads like this, as counting says, and what it is made of."""

    prior: Fraction
    probability: Fraction
    parts: Sequence[Part]


def count(decided: Iterable[Decided], *, stages: int = 0) -> dict[str | None, Counts]:
    """By team. A won lead was in all of the `stages`, a lost one in its own and those before."""
    teams: dict[str | None, Counts] = {}
    for lead in decided:
        counts = teams.setdefault(lead.team, Counts())
        reached = stages if lead.won else lead.stage or 0
        for stage in range(1, reached + 1):
            counts.add(STAGE, str(stage), won=lead.won)
        for name, value in lead.values.items():
            counts.add(name, value, won=lead.won)
    return teams


def counts_for(teams: Mapping[str | None, Counts], team: str | None) -> Counts:
    """A team's own; a lead without a team, or of one that decided nothing, is compared with all of them."""
    if team is not None and team in teams:
        return teams[team]
    every = Counts()
    for counts in teams.values():
        counts.merged_into(every)
    return every


def score(
    counts: Counts,
    values: Mapping[str, str],
    *,
    prior: tuple[Fraction, Fraction],
    stage: int | None = None,
    fewest: Mapping[str, int] | None = None,
) -> Scored:
    """`prior` are the won and the lost; a value of a field in `fewest` counts only when so many leads had it."""
    won, lost = prior
    p_won, p_lost = won / (won + lost), lost / (won + lost)
    parts = []
    named = values if stage is None else {**values, STAGE: str(stage)}
    for name, value in named.items():
        row = counts.of(name, value)
        total_won, total_lost = (won, lost) if name == STAGE else counts.totals(name)
        if row is None or not total_won or not total_lost or row.won + row.lost < (fewest or {}).get(name, 0):
            continue
        among_won, among_lost = row.won / total_won, row.lost / total_lost
        p_won, p_lost = p_won * among_won, p_lost * among_lost
        alone = 1 - among_lost if name == STAGE else among_won / (among_won + among_lost)
        parts.append(Part(name, value, among_won, among_lost, alone))
    return Scored(won / (won + lost), p_won / (p_won + p_lost), tuple(parts))


def entered(counts: Counts) -> tuple[Fraction, Fraction]:
    """The won and the lost of a process: those that were in its first stage."""
    row = counts.of(STAGE, "1") or Count()
    return row.won, row.lost


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
            self.known[key] = score(self.counts, values, prior=self.prior, fewest=self.fewest).probability
        return self.known[key]
