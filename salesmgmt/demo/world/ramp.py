"""Ramp: when new hires have their first meeting and win their first deal, drawn and as the curve it follows from."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from salesmgmt.demo.world.truth import RampTruth

HORIZON = 400
"""Working days that the curves are worked out for."""


@dataclass(frozen=True, slots=True)
class Ramp:
    """What will come of one new hire, in working days (1 is the first day)."""

    did_helpful: bool
    did_useless: bool
    meeting_day: int
    deal_day: int


def draw_ramp(truth: RampTruth, rng: Random) -> Ramp:
    helpful, useless = rng.random() < truth.helpful_share, rng.random() < truth.useless_share
    factor = truth.helpful_factor if helpful else 1.0
    meeting = truth.meeting_lag + _days_until(rng, truth.meeting_hazard * factor)
    deal = meeting + truth.deal_lag + _days_until(rng, truth.deal_hazard * factor)
    return Ramp(helpful, useless, meeting, deal)


def _days_until(rng: Random, hazard: float) -> int:
    days = 1
    while rng.random() >= hazard:
        days += 1
    return days


def date_of(start: date, working_day: int) -> date:
    """The date of a working day; everybody starts on a Monday."""
    weeks, days = divmod(working_day - 1, 5)
    return start + timedelta(weeks=weeks, days=days)


def calendar_days(working_day: int) -> int:
    """Days from the start to a working day."""
    weeks, days = divmod(working_day - 1, 5)
    return weeks * 7 + days


def survival(truth: RampTruth, milestone: str) -> list[tuple[int, float]]:
    """(days from the start, share of new hires who have not reached the milestone after that day), step by step.

    The curve of all new hires: those with the helpful item and those without, in their shares.
    """
    mixed = [0.0] * (HORIZON + 1)
    for share, factor in ((truth.helpful_share, truth.helpful_factor), (1 - truth.helpful_share, 1.0)):
        chances = _chances(truth.meeting_lag, truth.meeting_hazard * factor)
        if milestone == "FIRST_DEAL":
            chances = _followed_by(chances, _chances(truth.deal_lag, truth.deal_hazard * factor))
        mixed = [before + share * chance for before, chance in zip(mixed, chances, strict=True)]
    left, curve = 1.0, [(0, 1.0)]
    for working_day, chance in enumerate(mixed):
        left -= chance
        if chance > 0:
            curve.append((calendar_days(working_day), max(left, 0.0)))
    return curve


def median_days(truth: RampTruth, milestone: str) -> int:
    """The first day after which half of the new hires have reached the milestone."""
    return next(day for day, left in survival(truth, milestone) if left <= 0.5)


def _chances(lag: int, hazard: float) -> list[float]:
    """P(it happens on working day n), n from 0."""
    return [0.0 if day <= lag else hazard * (1 - hazard) ** (day - lag - 1) for day in range(HORIZON + 1)]


def _followed_by(first: list[float], then: list[float]) -> list[float]:
    return [sum(first[early] * then[day - early] for early in range(day + 1)) for day in range(HORIZON + 1)]
