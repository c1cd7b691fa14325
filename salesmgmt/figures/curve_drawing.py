"""The picture of a survival curve, worked out for an SVG: steps in their band, and under them how many are at risk."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from salesmgmt.figures.aggregates import Survival
from salesmgmt.figures.curve_rows import curve_rows, ticks
from salesmgmt.figures.queries.answer import Answer, Result
from salesmgmt.figures.wording import days_said, interval_said, value_said
from salesmgmt.statistics.survival import Curve

WIDTH, LEFT, RIGHT, TOP, FLOOR, HEIGHT = 640, 48, 612, 14, 214, 292
LABEL_ROOM = 190


@dataclass(frozen=True)
class Tick:
    """A day on the axis, and how many were at risk just before it."""

    x: str
    day: str
    at_risk: str


@dataclass(frozen=True)
class Middle:
    """The median on the curve, with its words beside it where there is room."""

    x: str
    words: str
    interval: str
    label_x: str
    label_y: int
    anchor: str


@dataclass(frozen=True)
class CurvePicture:
    """The drawing; `aggregate` has the words for those who are through and those who wait."""

    aggregate: Survival
    line: str
    band: str
    ticks: Sequence[Tick]
    shares: Sequence[tuple[str, int]]
    middle: Middle | None
    words: str
    half: int = (TOP + FLOOR) // 2
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = RIGHT
    floor: int = FLOOR


def draw_curve(answer: Answer) -> CurvePicture | None:
    """None for a figure without a curve, or when nobody is followed."""
    main = answer.results[0]
    aggregate, curve = main.measure.aggregate, main.estimate.curve
    if not isinstance(aggregate, Survival) or curve is None or not curve.n:
        return None
    days = ticks(curve)
    shown = [(step.time, step.survival, step.interval) for step in curve.steps]
    until = min(curve.longest or 0, days[-1])
    return CurvePicture(
        aggregate=aggregate,
        line=_stairs([(day, float(share)) for day, share, _ in shown], days[-1]) + f"H{_x(until, days[-1]):.1f}",
        band=_band([(day, ends.low, ends.high) for day, _, ends in shown if ends], _band_end(curve, until), days[-1]),
        ticks=[Tick(f"{_x(day, days[-1]):.1f}", f"{day:,}", f"{curve.at_risk(day):,}") for day in days],
        shares=[(f"{percent}%", round(_y(percent / 100))) for percent in (0, 25, 50, 75, 100)],
        middle=None if main.estimate.value is None else _middle(main, days[-1]),
        words=" ".join(_told(aggregate, curve)),
    )


def _told(aggregate: Survival, curve: Curve) -> Iterator[str]:
    for row in curve_rows(curve):
        yield f"After {days_said(row.day)} {row.survival:.1%} {aggregate.waiting_are}, {row.at_risk:,} at risk."


def _middle(main: Result, end: int) -> Middle:
    """Labelled right of the curve and above it, where it has fallen away; at the right edge left of it and below."""
    x, y = _x(float(main.estimate.value or 0), end), round(_y(0.5))
    fits = x + LABEL_ROOM < RIGHT
    return Middle(
        x=f"{x:.1f}",
        words=f"half by {value_said(main, None)}",
        interval=interval_said(main.estimate),
        label_x=f"{x + 10 if fits else x - 8:.1f}",
        label_y=y - 28 if fits else y + 20,
        anchor="start" if fits else "end",
    )


def _stairs(corners: Sequence[tuple[int, float]], end: int, start: float = 1.0) -> str:
    """A path that is level up to each day and falls there."""
    return f"M{LEFT} {_y(start):.1f}" + "".join(f"H{_x(day, end):.1f}V{_y(share):.1f}" for day, share in corners)


def _band(ends: Sequence[tuple[int, float, float]], until: int, end: int) -> str:
    """From the start along the upper ends to the last day, and back along the lower ones; empty without intervals."""
    if not ends:
        return ""
    upper = _stairs([(day, high) for day, _, high in ends], end)
    last = f"H{_x(until, end):.1f}V{_y(ends[-1][1]):.1f}"
    before = [1.0, *(low for _, low, _ in ends)]
    back = "".join(
        f"H{_x(day, end):.1f}V{_y(share):.1f}"
        for (day, _, _), share in zip(reversed(ends), reversed(before[:-1]), strict=True)
    )
    return f"{upper}{last}{back}Z"


def _band_end(curve: Curve, until: int) -> int:
    """Once nobody is left there is no interval any more."""
    last = curve.steps[-1] if curve.steps else None
    return last.time if last and last.interval is None else until


def _x(day: float, end: int) -> float:
    return LEFT + (RIGHT - LEFT) * day / end


def _y(share: float) -> float:
    return FLOOR - (FLOOR - TOP) * share
