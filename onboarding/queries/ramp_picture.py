"""The picture of a ramp, worked out for an SVG: the share ramped by each day, in its band, and one journey on it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from salesmgmt.statistics.survival import Curve

WIDTH, LEFT, RIGHT, TOP, FLOOR, HEIGHT = 560, 44, 548, 24, 202, 274
LABEL_ROOM = 110
TICKS = 6
STEPS = (1, 2, 5, 7, 10, 14, 20, 30, 50, 60, 90, 120, 180, 365)


@dataclass(frozen=True)
class Tick:
    """A day on the axis, and how many were not ramped before it."""

    x: str
    day: str
    at_risk: str


@dataclass(frozen=True)
class You:
    """Where one journey stands on the curve."""

    x: str
    y: str
    day: int
    label_x: str
    anchor: str


@dataclass(frozen=True)
class RampPicture:
    line: str
    band: str
    ticks: Sequence[Tick]
    shares: Sequence[tuple[str, int]]
    you: You | None
    words: str
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = RIGHT
    top: int = TOP
    label_y: int = TOP - 10
    floor: int = FLOOR


def draw_ramp(curve: Curve, *, days: int | None) -> RampPicture | None:
    """`days` since the start are where the one journey stands, None leaves it out. None without anybody followed."""
    if not curve.n:
        return None
    end = max(curve.longest or 0, days or 0, 1)
    step = next((each for each in STEPS if end <= each * TICKS), end // TICKS + 1)
    shown = list(range(0, end + step, step))
    last = shown[-1]
    return RampPicture(
        line=_stairs([(each.time, 1 - float(each.survival)) for each in curve.steps], last, curve.longest or 0),
        band=_band(curve, last),
        ticks=[Tick(f"{_x(day, last):.1f}", f"{day:,}", f"{curve.at_risk(day):,}") for day in shown],
        shares=[(f"{percent}%", round(_y(percent / 100))) for percent in (0, 25, 50, 75, 100)],
        you=None if days is None else _you(curve, days, last),
        words=" ".join(_told(curve, shown)),
    )


def _told(curve: Curve, days: Sequence[int]) -> Iterator[str]:
    for day in days:
        yield f"After {day} days {1 - float(curve.survival(day)):.0%} are ramped, {curve.at_risk(day)} followed."


def _you(curve: Curve, days: int, end: int) -> You:
    """The label stands at the top of its line, where the curve seldom comes."""
    x = _x(days, end)
    right = x + LABEL_ROOM < RIGHT
    return You(
        x=f"{x:.1f}",
        y=f"{_y(1 - float(curve.survival(days))):.1f}",
        day=days + 1,
        label_x=f"{x + 6 if right else x - 6:.1f}",
        anchor="start" if right else "end",
    )


def _stairs(corners: Sequence[tuple[int, float]], end: int, until: int) -> str:
    """A path that is level up to each day and rises there."""
    rises = "".join(f"H{_x(day, end):.1f}V{_y(share):.1f}" for day, share in corners)
    return f"M{LEFT} {_y(0):.1f}{rises}H{_x(until, end):.1f}"


def _band(curve: Curve, end: int) -> str:
    """Along the higher ends of the shares and back along the lower ones; nothing without an interval."""
    ends = [(step.time, 1 - step.interval.low, 1 - step.interval.high) for step in curve.steps if step.interval]
    if not ends:
        return ""
    last = curve.steps[-1]
    until = last.time if last.interval is None else curve.longest or 0
    there = _stairs([(day, high) for day, high, _ in ends], end, until)
    lows = [0.0, *(low for _, _, low in ends)]
    back = "".join(
        f"H{_x(day, end):.1f}V{_y(lows[place]):.1f}" for place, (day, _, _) in reversed(list(enumerate(ends)))
    )
    return f"{there}V{_y(lows[-1]):.1f}{back}Z"


def _x(day: float, end: int) -> float:
    return LEFT + (RIGHT - LEFT) * day / end


def _y(share: float) -> float:
    return FLOOR - (FLOOR - TOP) * share
