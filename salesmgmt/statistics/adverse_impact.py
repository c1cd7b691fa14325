"""Whether a selection passes one group of people less often than another (docs/algorithms/adverse_impact.md).

The four-fifths rule of the Uniform Guidelines (29 CFR 1607.4 D) with the limits of the EEOC's Questions and Answers
(44 FR 11996, 1979): all in integers, so that exactly four fifths is exactly that. Fisher's exact test and the pooled z
stand beside it and decide nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import erfc, exp, inf, lgamma, sqrt

LEAST_TOLD = 5
"""Groups of fewer people are not told at all."""
LEAST_COMPARED = 20
"""Groups of fewer people are told and not compared: they are too few."""
LEAST_SHARE_PERCENT = 2
"""A group up to this share of everybody is not compared (Q&A 13)."""
_TIE = 1e-7
"""How far two probabilities may differ by rounding and still be alike, relative to themselves."""


class Finding(StrEnum):
    """What is said of a group against the one that is passed most often."""

    HIGHEST = "HIGHEST"
    WITHIN = "WITHIN"
    UNDER = "UNDER"
    BY_ONE = "BY_ONE"
    SMALL_SHARE = "SMALL_SHARE"
    TOO_FEW = "TOO_FEW"


@dataclass(frozen=True, slots=True)
class Group:
    """Of `considered` people of a group, `selected` were passed."""

    name: str
    considered: int
    selected: int

    def __post_init__(self) -> None:
        if not 0 <= self.selected <= self.considered:
            raise ValueError(f"{self.selected} of {self.considered} cannot be selected in {self.name}.")


@dataclass(frozen=True, slots=True)
class Impact:
    """A group against the highest one. `ratio`, `fisher` and `z_p` are None where nothing is compared; `hinges_on_one`:
    one selection moved between the two would turn the verdict of the four fifths."""

    group: Group
    finding: Finding
    ratio: float | None = None
    hinges_on_one: bool = False
    fisher: float | None = None
    z: float | None = None
    z_p: float | None = None

    @property
    def is_compared(self) -> bool:
        return self.finding in {Finding.WITHIN, Finding.UNDER, Finding.BY_ONE}


def impacts(groups: Sequence[Group], *, least: int = LEAST_COMPARED) -> list[Impact]:
    """Each group in the order given. Those that are too few, or too small a share, are not compared and set no level.

    Without anybody selected, or with one group only, there are too few to compare.
    """
    everybody = sum(group.considered for group in groups)
    barred = {group.name: _barred(group, everybody, least) for group in groups}
    able = [group for group in groups if barred[group.name] is None]
    highest = _highest(able)
    return [_impact(group, barred[group.name], highest) for group in groups]


def is_under_four_fifths(group: Group, highest: Group) -> bool:
    """Strictly less than four fifths of the other's rate, by whole numbers."""
    return 5 * group.selected * highest.considered < 4 * highest.selected * group.considered


def is_reversed_by_one(group: Group, highest: Group) -> bool:
    """One selection moved to the group would make its rate the higher one (Q&A 21): numbers too small to tell."""
    moved = _moved_by_one(group, highest)
    return moved is not None and _is_lower(moved[1], moved[0])


def fisher_exact(group: Group, other: Group) -> float:
    """Two-sided: how probable tables as improbable as this one, or more, are when both are passed alike."""
    a, b = group.considered, other.considered
    chosen = group.selected + other.selected
    first, last = max(0, chosen - b), min(chosen, a)
    whole = _ways(a + b, chosen)
    weights = [exp(_ways(a, k) + _ways(b, chosen - k) - whole) for k in range(first, last + 1)]
    limit = weights[group.selected - first] * (1 + _TIE)
    return min(1.0, sum(weight for weight in weights if weight <= limit))


def pooled_z(group: Group, other: Group) -> tuple[float, float] | None:
    """The difference of the rates in standard errors of the common rate, and its two-sided probability; None where
    nobody or everybody was selected."""
    n, chosen = group.considered + other.considered, group.selected + other.selected
    if not 0 < chosen < n or not group.considered or not other.considered:
        return None
    error = sqrt(chosen / n * (1 - chosen / n) * (1 / group.considered + 1 / other.considered))
    z = (group.selected / group.considered - other.selected / other.considered) / error
    return z, erfc(abs(z) / sqrt(2))


def parting(pooled: Sequence[Impact], parts: Mapping[str, Sequence[Impact]]) -> list[str]:
    """The groups of which the whole and its parts say something else, by name: under four fifths in one and in none of
    the others (E. H. Simpson 1951). Only what is compared on both sides can part."""
    found = []
    for impact in pooled:
        own = [each for part in parts.values() for each in part if each.group.name == impact.group.name]
        judged = [each for each in own if each.is_compared or each.finding == Finding.HIGHEST]
        is_judged = impact.is_compared or impact.finding == Finding.HIGHEST
        if (
            is_judged
            and judged
            and (impact.finding == Finding.UNDER) != any(each.finding == Finding.UNDER for each in judged)
        ):
            found.append(impact.group.name)
    return found


def _barred(group: Group, everybody: int, least: int) -> Finding | None:
    if group.considered < least:
        return Finding.TOO_FEW
    return Finding.SMALL_SHARE if 100 * group.considered <= LEAST_SHARE_PERCENT * everybody else None


def _highest(groups: Sequence[Group]) -> Group | None:
    """The first one with the highest rate; None where there is nobody to compare or nobody was selected."""
    if len(groups) < 2:
        return None
    highest = groups[0]
    for group in groups[1:]:
        if _is_lower(highest, group):
            highest = group
    return highest if highest.selected else None


def _impact(group: Group, barred: Finding | None, highest: Group | None) -> Impact:
    if barred is not None or highest is None:
        return Impact(group, barred or Finding.TOO_FEW)
    if group == highest:
        return Impact(group, Finding.HIGHEST)
    is_under = is_under_four_fifths(group, highest)
    finding = Finding.WITHIN
    if is_under:
        finding = Finding.BY_ONE if is_reversed_by_one(group, highest) else Finding.UNDER
    z, z_p = pooled_z(group, highest) or (None, None)
    return Impact(
        group,
        finding,
        group.selected * highest.considered / (group.considered * highest.selected),
        _hinges_on_one(group, highest, is_under=is_under),
        fisher_exact(group, highest),
        z,
        z_p,
    )


def _hinges_on_one(group: Group, highest: Group, *, is_under: bool) -> bool:
    """Moved to the group where it is under, from it where it is not."""
    moved = _moved_by_one(group, highest) if is_under else _moved_by_one(highest, group)
    if moved is None:
        return False
    to, origin = moved
    group, highest = (to, origin) if is_under else (origin, to)
    return is_under_four_fifths(group, highest) != is_under


def _moved_by_one(to: Group, origin: Group) -> tuple[Group, Group] | None:
    """Both with one selection moved; None where nobody is left to move or to select."""
    if not origin.selected or to.selected == to.considered:
        return None
    return Group(to.name, to.considered, to.selected + 1), Group(origin.name, origin.considered, origin.selected - 1)


def _is_lower(group: Group, other: Group) -> bool:
    return group.selected * other.considered < other.selected * group.considered


def _ways(n: int, k: int) -> float:
    """The logarithm of how many ways there are to choose k of n."""
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) if 0 <= k <= n else -inf
