"""The tier ladder: height is the rate and width the credit, so area is pay. Positions are pixels, never money."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from compensation import wording
from compensation.engine.exact import MICRO
from compensation.engine.lines import Line
from compensation.engine.plan import Basis, MarginalComponent

LEFT, WIDTH, BASE, TALLEST = 2.0, 844.0, 190.0, 158.8
TONES = 4
LABEL_WIDTH = 44.0
NARROWEST = 7.0


@dataclass(frozen=True, slots=True)
class Block:
    """A rectangle on the ladder's base; `css` says which tier's tone it wears."""

    x: str
    y: str
    width: str
    height: str
    css: str


@dataclass(frozen=True, slots=True)
class Label:
    x: str
    y: str
    text: str
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class Ladder:
    """What the template draws. `empty` are the whole tiers, `filled` what was credited, `cuts` where lines meet."""

    empty: Sequence[Block]
    filled: Sequence[Block]
    cuts: Sequence[Label]
    rates: Sequence[Label]
    ticks: Sequence[Label]
    selected: str
    reached: Label
    description: str


class _Scale:
    """From micro amounts to pixels; the axis ends a quarter beyond the last start or what was reached."""

    def __init__(self, component: MarginalComponent, quota_minor: int | None, reached_minor: int) -> None:
        self.starts = component.starts_micro(quota_minor)
        self.tallest = max(tier.rate for tier in component.tiers) or 1
        unit = quota_minor * MICRO if component.basis is Basis.QUOTA and quota_minor else self.starts[-1] or MICRO
        self.end = max(self.starts[-1] + unit // 4, reached_minor * MICRO * 21 // 20, unit)

    def x(self, micro: int) -> float:
        return LEFT + WIDTH * min(max(micro, 0), self.end) / self.end

    def top(self, rate: int) -> float:
        return BASE - TALLEST * rate / self.tallest

    def ends(self, index: int) -> int:
        return self.starts[index + 1] if index + 1 < len(self.starts) else self.end


def draw_ladder(
    component: MarginalComponent, lines: Sequence[Line], *, currency: str, selected: Line | None = None
) -> Ladder | None:
    """The ladder of one component with the lines that climbed it; None without lines."""
    if not lines:
        return None
    quota, first, last = lines[-1].quota_minor, lines[0].before_minor, lines[-1].after_minor
    highest = max(line.after_minor for line in lines)
    scale = _Scale(component, quota, highest)
    where = (
        f"{wording.share(last, quota)}" if component.basis is Basis.QUOTA and quota else wording.amount(last, currency)
    )
    return Ladder(
        empty=[_block(scale, component, i, 0, scale.ends(i), "p-empty") for i in range(len(scale.starts))],
        filled=[*_fill(scale, component, 0, first, " prior"), *_fill(scale, component, first, last, "")],
        cuts=list(_cuts(scale, component, lines)),
        rates=_rates(scale, component),
        ticks=list(_ticks(scale, component, currency)),
        selected=_outline(scale, component, selected) if selected else "",
        reached=_reached(scale, last, where),
        description=_description(component, where, currency),
    )


def _fill(scale: _Scale, component: MarginalComponent, low: int, high: int, css: str) -> Iterator[Block]:
    for index in range(len(scale.starts)):
        start, end = max(low * MICRO, scale.starts[index]), min(high * MICRO, scale.ends(index))
        if end > start:
            yield _block(scale, component, index, start, end, f"p{min(index + 1, TONES)}{css}")


def _block(scale: _Scale, component: MarginalComponent, index: int, start: int, end: int, css: str) -> Block:
    left = scale.x(max(start, scale.starts[index]))
    top = scale.top(component.tiers[index].rate)
    return Block(_px(left), _px(top), _px(scale.x(end) - left), _px(BASE - top), css)


def _height_at(scale: _Scale, component: MarginalComponent, minor: int) -> float:
    index = max((i for i, start in enumerate(scale.starts) if start < max(minor, 1) * MICRO), default=0)
    return scale.top(component.tiers[index].rate)


def _cuts(scale: _Scale, component: MarginalComponent, lines: Sequence[Line]) -> Iterator[Label]:
    """Where one line ends and the next begins; left out where cuts would hide what they part."""
    drawn = LEFT
    for line in lines[:-1]:
        x = scale.x(line.after_minor * MICRO)
        if x - drawn >= NARROWEST:
            drawn = x
            yield Label(_px(x), _px(_height_at(scale, component, line.after_minor)), "")


def _rates(scale: _Scale, component: MarginalComponent) -> list[Label]:
    return [
        Label(_px(scale.x(scale.starts[i]) + 8), _px(scale.top(tier.rate) - 6), wording.rate(tier.rate))
        for i, tier in enumerate(component.tiers)
    ]


def _ticks(scale: _Scale, component: MarginalComponent, currency: str) -> Iterator[Label]:
    """Where tiers start, those left out that would print over the one before."""
    taken = -LABEL_WIDTH
    for index, tier in enumerate(component.tiers):
        x = scale.x(scale.starts[index])
        if x - taken >= LABEL_WIDTH:
            taken = x
            text = wording.start(component.basis, tier.start, currency)
            yield Label(_px(x), "212", text, "start" if index == 0 else "middle")


def _outline(scale: _Scale, component: MarginalComponent, line: Line) -> str:
    """The stairs over one line's credit, as a path."""
    low, high = sorted((line.before_minor * MICRO, line.after_minor * MICRO))
    path = f"M{_px(scale.x(low))} {_px(BASE)}"
    for index, tier in enumerate(component.tiers):
        start, end = max(low, scale.starts[index]), min(high, scale.ends(index))
        if end > start:
            path += f"V{_px(scale.top(tier.rate))}H{_px(scale.x(end))}"
    return f"{path}V{_px(BASE)}Z"


def _reached(scale: _Scale, minor: int, where: str) -> Label:
    x = scale.x(minor * MICRO)
    return Label(_px(x), "28", where, "end" if x > WIDTH * 0.8 else "start")


def _description(component: MarginalComponent, where: str, currency: str) -> str:
    steps = [
        f"{wording.rate(tier.rate)} from {wording.start(component.basis, tier.start, currency)}"
        for tier in component.tiers
    ]
    of_quota = " of quota" if component.basis is Basis.QUOTA else ""
    return f"{component.name} pays {wording.listed(steps)}{of_quota}; {where}{of_quota} was reached."


def _px(value: float) -> str:
    return f"{value:.1f}"
