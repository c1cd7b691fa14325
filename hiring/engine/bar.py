"""A candidate against today's team, competency by competency: distributions, never one number
(docs/algorithms/ranked_bench.md)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from salesmgmt.statistics.quantiles import median

FEWEST_RATED = 5
"""Fewer people tell no distribution: it would say who is how good."""
VALUES = (1, 2, 3, 4, 5)


@dataclass(frozen=True, slots=True)
class Against:
    """One competency. `team` holds a value for each of the team's people who were rated in it, `own` the ratings of the
    candidate that the viewer may read."""

    name: str
    weight: int
    team: Sequence[Fraction]
    own: Sequence[int]

    @property
    def n(self) -> int:
        return len(self.team)

    @property
    def is_told(self) -> bool:
        return self.n >= FEWEST_RATED

    @property
    def counts(self) -> list[tuple[int, int]]:
        """How many of the team stand at each value, halves rounded down; nobody while too few are rated."""
        found = Counter(int(value) for value in self.team) if self.is_told else Counter()
        return [(value, found[value]) for value in VALUES]

    @property
    def value(self) -> Fraction | None:
        """The middle of the candidate's ratings; None while none may be read."""
        return median(self.own) if self.own else None

    @property
    def bar(self) -> Fraction | None:
        """The middle of the team."""
        return median(self.team) if self.is_told else None

    @property
    def raises(self) -> bool | None:
        """Above the middle of the team; None where one of the two is not known."""
        if self.value is None or self.bar is None:
            return None
        return self.value > self.bar


@dataclass(frozen=True, slots=True)
class Bar:
    """Every competency that the role profile asks for, the weightiest first."""

    lines: Sequence[Against]

    @property
    def weight_raised(self) -> int:
        """How much of what is asked for would be raised: what the bench is ranked by after all else."""
        return sum(line.weight for line in self.lines if line.raises)

    @property
    def said(self) -> str:
        """“Would raise the bar on Discovery, not on Closing”; says so where nothing can be compared."""
        higher = [line.name for line in self.lines if line.raises]
        others = [line.name for line in self.lines if line.raises is False]
        if not higher and not others:
            if any(line.is_told for line in self.lines):
                return "no ratings that you may read to compare"
            return f"too few of the team were rated to compare ({max((line.n for line in self.lines), default=0)})"
        if not higher:
            return f"would not raise the bar on {_listed(others)}"
        return f"would raise the bar on {_listed(higher)}" + (f", not on {_listed(others)}" if others else "")


def bar_of(
    asked: Sequence[tuple[str, int]], team: Mapping[str, Sequence[Fraction]], own: Mapping[str, Sequence[int]]
) -> Bar:
    """`asked` names competencies with their weights, the weightiest first."""
    return Bar([Against(name, weight, team.get(name, ()), own.get(name, ())) for name, weight in asked])


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
