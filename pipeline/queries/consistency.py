"""How evenly the process is followed between people: each one's value against what luck reaches around the whole's.

The values are those of three figures by owner; the arithmetic is salesmgmt/statistics/funnel.py
(docs/algorithms/consistency.md).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from django.db.models import F, Sum

from pipeline.queries.people import keys_seen_whole
from salesmgmt.figures.aggregates import exact
from salesmgmt.figures.declaration import Figure, Unit
from salesmgmt.figures.presentation import report_url
from salesmgmt.figures.queries.answer import Group, answer
from salesmgmt.figures.queries.rows import KEY, contributing_rows
from salesmgmt.figures.registry import figure_for
from salesmgmt.figures.scope import Scope
from salesmgmt.figures.wording import rounded
from salesmgmt.statistics.funnel import Limits, mean_limits, share_limits, standard_deviation

LEAST = 10
MEASURES = (
    ("pipeline.win_rate", "Conversion", "closed deals", ""),
    ("pipeline.cycle_days", "Cycle", "won deals whose start is known", "won_days"),
    ("pipeline.playbook_adherence", "Playbook", "steps that were due", ""),
)


class Verdict(StrEnum):
    ALONE = "ALONE"
    TOO_FEW = "TOO_FEW"
    WITHIN = "WITHIN"
    BELOW = "BELOW"
    ABOVE = "ABOVE"
    FAR_BELOW = "FAR_BELOW"
    FAR_ABOVE = "FAR_ABOVE"


SAID = {
    Verdict.ALONE: "nobody to compare with",
    Verdict.TOO_FEW: f"too few: below {LEAST}",
    Verdict.WITHIN: "within the limits",
    Verdict.BELOW: "below the 95% limit",
    Verdict.ABOVE: "above the 95% limit",
    Verdict.FAR_BELOW: "below the 99.8% limit",
    Verdict.FAR_ABOVE: "above the 99.8% limit",
}
OUTSIDE = frozenset({Verdict.BELOW, Verdict.ABOVE, Verdict.FAR_BELOW, Verdict.FAR_ABOVE})


@dataclass(frozen=True)
class Compared:
    """One person's value and n, the limits at that n (none for too few), and the address of the rows."""

    key: str
    name: str
    value: Fraction
    n: int
    limits: tuple[Limits, ...]
    verdict: Verdict
    rows_url: str

    @property
    def is_outside(self) -> bool:
        return self.verdict in OUTSIDE

    @property
    def verdict_said(self) -> str:
        return SAID[self.verdict]


@dataclass(frozen=True)
class Funnel:
    """One measure: the whole's value and n, the spread of single values where they are days, and everybody by name."""

    figure: Figure
    title: str
    counted: str
    whole: Fraction | None
    n: int
    spread: float | None
    people: Sequence[Compared]

    @property
    def unit(self) -> Unit:
        return self.figure.unit

    @property
    def judged(self) -> list[Compared]:
        return [person for person in self.people if person.limits]

    @property
    def outside(self) -> int:
        return sum(person.is_outside for person in self.people)

    @property
    def by_chance(self) -> float:
        """How many would be outside the 95% limits at most if nothing but luck told people apart."""
        return sum(person.limits[0].outside for person in self.judged)

    def limits_at(self, n: int) -> tuple[Limits, ...]:
        return _limits(self.whole, self.spread, n)

    @property
    def sentence(self) -> str:
        """How many are outside, and how many by luck; no word of why."""
        judged = len(self.judged)
        if judged < 2:
            return _nothing(self)
        chance = rounded(Fraction(self.by_chance), 1)
        few = len(self.people) - judged
        left = f" {few} more {'has' if few == 1 else 'have'} fewer than {LEAST} {self.counted}." if few else ""
        return (
            f"{self.outside} of {judged} people {'is' if self.outside == 1 else 'are'} outside the 95% limits; by "
            f"chance alone up to {chance} of {judged} would be.{left} It says where to look, not why."
        )


def consistency(scope: Scope) -> list[Funnel]:
    """The three funnels of the scope's days and team, of those whose deals its user sees all of: of somebody else's
    only the shared ones are seen, and these are no sample of how they work."""
    whose = keys_seen_whole(scope.user)
    return [_funnel(scope, whose, *measure) for measure in MEASURES]


def _funnel(scope: Scope, whose: frozenset[str] | None, name: str, title: str, counted: str, days: str) -> Funnel:
    figure, asked = figure_for(name, scope.user), replace(scope, by="owner")
    groups = [
        group
        for group in answer(figure, asked, counting_left_out=False).groups
        if group.key and group.results[0].estimate.n and (whose is None or group.key in whose)
    ]
    n = sum(group.results[0].estimate.n for group in groups)
    total = sum((_value(group) * group.results[0].estimate.n for group in groups), Fraction(0))
    whole = total / n if n else None
    spread = None
    if days:
        squares = _squares(figure, asked, days)
        spread = standard_deviation(n, int(total), sum(squares[group.key or ""] for group in groups))
    compared = [group for group in groups if group.results[0].estimate.n >= LEAST]
    people = [_compared(figure, scope, group, whole, spread, alone=len(compared) < 2) for group in groups]
    return Funnel(figure, title, counted, whole, n, spread, sorted(people, key=lambda each: (each.name, each.key)))


def _compared(
    figure: Figure, scope: Scope, group: Group, whole: Fraction | None, spread: float | None, *, alone: bool
) -> Compared:
    value, n, key = _value(group), group.results[0].estimate.n, group.key or ""
    limits = () if alone or n < LEAST else _limits(whole, spread, n)
    verdict = verdict_of(value, limits) if limits else Verdict.TOO_FEW if n < LEAST else Verdict.ALONE
    address = report_url(figure, replace(scope, owner=int(key))) + "#rows"
    return Compared(key, group.label, value, n, limits, verdict, address)


def verdict_of(value: Fraction, limits: Sequence[Limits]) -> Verdict:
    """By the nearer and the farther limits; a value upon a limit is within it."""
    near, far = limits
    if not far.low <= value <= far.high:
        return Verdict.FAR_BELOW if value < far.low else Verdict.FAR_ABOVE
    if not near.low <= value <= near.high:
        return Verdict.BELOW if value < near.low else Verdict.ABOVE
    return Verdict.WITHIN


def _limits(whole: Fraction | None, spread: float | None, n: int) -> tuple[Limits, ...]:
    if whole is None:
        return ()
    return share_limits(whole, n) if spread is None else mean_limits(whole, spread, n)


def _squares(figure: Figure, scope: Scope, days: str) -> Mapping[str, int]:
    """By owner the squares of the days, added up over the very rows of the figure."""
    rows = contributing_rows(figure, scope).order_by().filter(**{f"{days}__isnull": False})
    found = rows.values(KEY).annotate(squares=Sum(F(days) * F(days))).values_list(KEY, "squares")
    return {key: int(exact(squares)) for key, squares in found}


def _value(group: Group) -> Fraction:
    return group.results[0].estimate.value or Fraction(0)


def _nothing(funnel: Funnel) -> str:
    people = len(funnel.people)
    if not people:
        return funnel.figure.nothing
    if people == 1:
        return "One person is nothing to compare."
    enough = sum(person.n >= LEAST for person in funnel.people)
    return f"There is nothing to compare: {enough} of {people} people have {LEAST} {funnel.counted} or more."
