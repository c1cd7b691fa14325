"""The way of one deal through the stages: how long in each, and how it ends; drawn before it is said when it began."""

from dataclasses import dataclass
from random import Random

from salesmgmt.demo.world.days import wait
from salesmgmt.demo.world.truth import SellingTruth, Source


@dataclass(frozen=True, slots=True)
class Path:
    """`days` in each stage that it gets to; `won` if it gets on from the last one."""

    source: Source
    days: tuple[int, ...]
    won: bool
    helpful: bool
    useless: bool

    @property
    def length(self) -> int:
        return sum(self.days)


def draw_path(truth: SellingTruth, rng: Random) -> Path:
    source = rng.choices(truth.sources, weights=[each.share for each in truth.sources])[0]
    helpful, useless = rng.random() < truth.helpful_share, rng.random() < truth.useless_share
    days: list[int] = []
    for number, step in enumerate(truth.steps):
        days.append(wait(rng, step.days))
        chance = step.conversion * (source.quality if number == 0 else 1.0)
        if step.name == truth.helped_stage:
            chance *= (truth.helpful_factor if helpful else 1.0) * (truth.useless_factor if useless else 1.0)
        if rng.random() >= chance:
            return Path(source, tuple(days), False, helpful, useless)
    return Path(source, tuple(days), True, helpful, useless)


def win_chance(truth: SellingTruth) -> float:
    """The share of all deals that are won in the end."""
    chance = 1.0
    for number, step in enumerate(truth.steps):
        chance *= step.conversion
        if number == 0:
            chance *= sum(source.share * source.quality for source in truth.sources)
        if step.name == truth.helped_stage:
            chance *= 1 + truth.helpful_share * (truth.helpful_factor - 1)
    return chance
