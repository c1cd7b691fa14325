"""The bars of the hiring stages: where they must lie so that each stage passes exactly its share of its entrants.

Whoever gets on from a stage is more skilled than who entered it, so the bar of a stage depends on the ones before. The
skill of all entrants is carried along as weights on a fine grid, each source with its own.
"""

from dataclasses import dataclass
from math import erf, exp, sqrt

from salesmgmt.demo.world.truth import HiringTruth

GRID = [-6 + 12 * step / 600 for step in range(601)]
HALVINGS = 60


@dataclass(frozen=True, slots=True)
class Selection:
    """`bars` by stage; `by_source[code]` the share of that source's entrants that each stage passes."""

    bars: tuple[float, ...]
    by_source: dict[str, tuple[float, ...]]


def selection(truth: HiringTruth) -> Selection:
    """Solves for the bars, by halving, stage after stage."""
    weights = {
        source.code: [source.share * exp(-((skill - source.quality) ** 2) / 2) for skill in GRID]
        for source in truth.sources
    }
    bars: list[float] = []
    shares: dict[str, list[float]] = {code: [] for code in weights}
    for step in truth.steps:
        bar = _bar(weights, truth.validity, step.conversion)
        passing = [chance_to_pass(skill, bar, truth.validity) for skill in GRID]
        for code, before in weights.items():
            after = [weight * chance for weight, chance in zip(before, passing, strict=True)]
            shares[code].append(sum(after) / sum(before))
            weights[code] = after
        bars.append(bar)
    return Selection(tuple(bars), {code: tuple(each) for code, each in shares.items()})


def chance_to_pass(skill: float, bar: float, validity: float) -> float:
    """P(validity x skill + noise > bar) with noise that makes up the variance to 1."""
    return 0.5 * (1 - erf((bar - validity * skill) / sqrt(2 * (1 - validity**2))))


def _bar(weights: dict[str, list[float]], validity: float, conversion: float) -> float:
    entering = [sum(each) for each in zip(*weights.values(), strict=True)]
    low, high = -8.0, 8.0
    for _ in range(HALVINGS):
        bar = (low + high) / 2
        passed = sum(
            weight * chance_to_pass(skill, bar, validity) for weight, skill in zip(entering, GRID, strict=True)
        )
        low, high = (bar, high) if passed > conversion * sum(entering) else (low, bar)
    return (low + high) / 2
