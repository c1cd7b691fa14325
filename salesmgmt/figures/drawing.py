"""The picture of a breakdown, worked out for an SVG: bars from nought, or rates as points on their intervals."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from salesmgmt.figures.declaration import Unit
from salesmgmt.figures.queries.answer import Answer, Group
from salesmgmt.figures.wording import interval_said, value_said

WIDTH, LEFT, RIGHT, STEP, TOP = 600, 170, 150, 24, 6
PLOT = WIDTH - LEFT - RIGHT
SCALE = 18
"""What a scale needs below points, and the word over the line of the whole above them."""
MOST = 24
LABEL_LETTERS = 30


@dataclass(frozen=True)
class Bar:
    """One group: where its bar or point and its interval lie, in the units of the picture."""

    label: str
    words: str
    value: str
    y: int
    middle: int
    width: str
    low: str
    band: str
    point: str


@dataclass(frozen=True)
class Tick:
    x: str
    label: str


@dataclass(frozen=True)
class Picture:
    """The drawing of an answer's groups by its first measure; `more` groups stand in the table only. Points have a
    scale, `ticks` below `floor`, and the `whole` is drawn through them."""

    bars: Sequence[Bar]
    height: int
    is_rate: bool
    more: int
    floor: int
    ticks: Sequence[Tick] = ()
    whole: Tick | None = None
    width: int = WIDTH
    left: int = LEFT
    right: int = WIDTH - RIGHT


def draw(answer: Answer) -> Picture | None:
    """None when there is no group to draw."""
    groups = [group for group in answer.groups if group.results[0].estimate.value is not None]
    if not groups:
        return None
    drawn, more = groups[:MOST], max(len(groups) - MOST, 0)
    if answer.figure.unit is Unit.RATE:
        return _points(answer, drawn, more)
    most = max(_value(group) for group in drawn)
    bars = [_bar(answer, group, TOP + index * STEP, most) for index, group in enumerate(drawn)]
    height = TOP * 2 + STEP * len(bars)
    return Picture(bars, height, is_rate=False, more=more, floor=height)


def _points(answer: Answer, drawn: Sequence[Group], more: int) -> Picture:
    intervals = [interval for group in drawn if (interval := group.results[0].estimate.interval)]
    whole = answer.main.value
    end = end_of_scale(max(*map(_value, drawn), *(float(each.high) for each in intervals), float(whole or 0)))
    points = [_bar(answer, group, SCALE + index * STEP, end) for index, group in enumerate(drawn)]
    floor = SCALE + STEP * len(points)
    ticks = [Tick(_at(value, end), f"{value * 100:g}%") for value in (0, end / 2, end)]
    return Picture(
        points,
        floor + SCALE,
        is_rate=True,
        more=more,
        floor=floor,
        ticks=ticks,
        whole=None if whole is None else Tick(_at(float(whole), end), "all"),
    )


def _value(group: Group) -> float:
    return float(group.results[0].estimate.value or 0)


def end_of_scale(most: float) -> float:
    """The least of 1, 2, 5, 10, 20, 50 and 100%, and so on, that has room for the highest."""
    if most <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(most))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= most)


def _bar(answer: Answer, group: Group, y: int, end: float) -> Bar:
    estimate = group.results[0].estimate
    value = value_said(group.results[0], answer.currency)
    interval = estimate.interval
    low, high = (interval.low, interval.high) if interval else (0.0, 0.0)
    label = group.label if len(group.label) <= LABEL_LETTERS else group.label[: LABEL_LETTERS - 1] + "…"
    return Bar(
        label=label,
        words=f"{group.label}: {value}, n {estimate.n:,}" + (f", {interval_said(estimate)}" if interval else ""),
        value=value,
        y=y,
        middle=y + STEP // 2,
        width=_length(_value(group), end),
        low=_at(low, end),
        band=f"{float(_length(high, end)) - float(_length(low, end)):.1f}",
        point=_at(_value(group), end),
    )


def _at(value: float, end: float) -> str:
    return f"{LEFT + float(_length(value, end)):.1f}"


def _length(value: float, end: float) -> str:
    return f"{min(max(value / end, 0.0), 1.0) * PLOT if end > 0 else 0.0:.1f}"
