"""A survival curve as rows of a table: at the days on which it happened, or at even days where those are many."""

from collections.abc import Iterator
from dataclasses import dataclass

from salesmgmt.statistics.survival import Curve
from salesmgmt.statistics.wilson import Interval

EVEN_DAYS = (1, 2, 5, 7, 10, 14, 20, 30, 60, 90, 180, 365, 730, 1825, 3650)
MOST_TICKS = 7
MOST_ROWS = 12


@dataclass(frozen=True)
class CurveRow:
    """What a curve says at a day: how many were waiting just before it, to how many it happened since the row before
    up to it, and which share waits on, with its interval (None where the formula has none)."""

    day: int
    at_risk: int
    events: int
    survival: float
    interval: Interval | None


def curve_rows(curve: Curve) -> list[CurveRow]:
    """At most a table that one looks at; the API has every step."""
    days = [step.time for step in curve.steps]
    return list(_rows(curve, days if 0 < len(days) <= MOST_ROWS else ticks(curve)))


def ticks(curve: Curve) -> list[int]:
    """Even days from the start to the last day on which something happened, or on which anybody was followed."""
    end = curve.steps[-1].time if curve.steps else (curve.longest or 0)
    step = next((days for days in EVEN_DAYS if end <= days * MOST_TICKS), EVEN_DAYS[-1])
    return list(range(0, max(-(-end // step), 1) * step + 1, step))


def _rows(curve: Curve, days: list[int]) -> Iterator[CurveRow]:
    seen = 0
    for day in days:
        happened = sum(step.events for step in curve.steps if step.time <= day)
        step = curve.at(day)
        yield CurveRow(
            day, curve.at_risk(day), happened - seen, float(curve.survival(day)), step.interval if step else None
        )
        seen = happened
