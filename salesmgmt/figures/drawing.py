"""The picture of a breakdown, worked out for an SVG: bars from nought, or rates as points on their intervals."""

from collections.abc import Sequence
from dataclasses import dataclass

from salesmgmt.figures.declaration import Unit
from salesmgmt.figures.queries.answer import Answer, Group
from salesmgmt.figures.wording import interval_said, value_said

WIDTH, LEFT, RIGHT, STEP, TOP = 600, 170, 150, 24, 6
PLOT = WIDTH - LEFT - RIGHT
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
class Picture:
    """The drawing of an answer's groups by its first measure; `more` groups stand in the table only."""

    bars: Sequence[Bar]
    height: int
    is_rate: bool
    more: int
    width: int = WIDTH
    left: int = LEFT
    right: int = WIDTH - RIGHT


def draw(answer: Answer) -> Picture | None:
    """None when there is no group to draw."""
    groups = [group for group in answer.groups if group.results[0].estimate.value is not None]
    if not groups:
        return None
    drawn = groups[:MOST]
    is_rate = answer.figure.unit is Unit.RATE
    end = 1.0 if is_rate else max(float(group.results[0].estimate.value or 0) for group in drawn)
    bars = [_bar(answer, group, TOP + index * STEP, end) for index, group in enumerate(drawn)]
    return Picture(bars, height=TOP * 2 + STEP * len(bars), is_rate=is_rate, more=len(groups) - len(drawn))


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
        width=_length(float(estimate.value or 0), end),
        low=f"{LEFT + float(_length(low, end)):.1f}",
        band=f"{float(_length(high, end)) - float(_length(low, end)):.1f}",
        point=f"{LEFT + float(_length(float(estimate.value or 0), end)):.1f}",
    )


def _length(value: float, end: float) -> str:
    return f"{min(max(value / end, 0.0), 1.0) * PLOT if end > 0 else 0.0:.1f}"
