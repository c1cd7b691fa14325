"""The picture of a funnel, worked out for an SVG: people as points by their n, between the limits that luck reaches."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from salesmgmt.statistics.funnel import Limits

WIDTH, LEFT, RIGHT, TOP, FLOOR, HEIGHT = 640, 62, 612, 14, 250, 292
LABEL_ROOM, LABEL_HEIGHT = 150, 14
MOST_STEPS, TICKS = 60, 4


@dataclass(frozen=True)
class Spot:
    """One person to draw."""

    name: str
    n: int
    value: Fraction
    words: str
    address: str
    is_outside: bool


@dataclass(frozen=True)
class Mark:
    """A point in the units of the picture; only those outside have their name beside it, where it covers no other."""

    x: str
    y: str
    words: str
    address: str
    label: str
    label_x: str
    label_y: str
    anchor: str
    is_outside: bool


@dataclass(frozen=True)
class FunnelPicture:
    """The drawing: the band of the nearer limits, the lines of the farther ones, the whole's value between them."""

    band: str
    far: Sequence[str]
    whole: str
    marks: Sequence[Mark]
    values: Sequence[tuple[str, str]]
    sizes: Sequence[tuple[str, str]]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = RIGHT
    floor: int = FLOOR


def draw_funnel(
    spots: Sequence[Spot],
    *,
    whole: Fraction,
    limits_at: Callable[[int], Sequence[Limits]],
    least: int,
    said: Callable[[Fraction], str],
) -> FunnelPicture:
    """From the least n that is judged to somewhat beyond the largest; up to the highest value or limit that there is.

    `limits_at` gives the nearer and the farther limits at an n.
    """
    most = max(max(spot.n for spot in spots) * 11 // 10, least + 1)
    sizes = sorted({least + (most - least) * step // MOST_STEPS for step in range(MOST_STEPS + 1)})
    limits = [(n, near, far) for n in sizes for near, far in [limits_at(n)]]
    bottom, top = _ends([spot.value for spot in spots], [far for _, _, far in limits])

    def x(n: int) -> str:
        return f"{LEFT + (RIGHT - LEFT) * (n - least) / (most - least):.1f}"

    def y(value: Fraction) -> str:
        return f"{FLOOR - (FLOOR - TOP) * float((value - bottom) / (top - bottom)):.1f}"

    upper = [f"{x(n)} {y(near.high)}" for n, near, _ in limits]
    lower = [f"{x(n)} {y(near.low)}" for n, near, _ in reversed(limits)]
    marked = [(spot, x(spot.n), y(spot.value)) for spot in spots]
    return FunnelPicture(
        band=f"M{'L'.join([*upper, *lower])}Z",
        far=[
            "M" + "L".join(f"{x(n)} {y(far.low)}" for n, _, far in limits),
            "M" + "L".join(f"{x(n)} {y(far.high)}" for n, _, far in limits),
        ],
        whole=y(whole),
        marks=_marks(marked),
        values=[(y(value), said(value)) for value in round_values(bottom, top)],
        sizes=[(x(n), f"{n:,}") for n in sorted({least + (most - least) * i // TICKS for i in range(TICKS + 1)})],
    )


def _marks(marked: Sequence[tuple[Spot, str, str]]) -> list[Mark]:
    """Names stand right of their points, left of them near the right edge; one that would lie upon another is left to
    the point's title and the table."""
    taken: list[tuple[float, float]] = []
    marks = []
    for spot, x, y in sorted(marked, key=lambda each: (each[0].n, each[0].value)):
        is_right = float(x) + LABEL_ROOM < RIGHT
        is_free = all(abs(float(y) - v) >= LABEL_HEIGHT or abs(float(x) - u) >= LABEL_ROOM for u, v in taken)
        label = spot.name if spot.is_outside and is_free else ""
        if label:
            taken.append((float(x), float(y)))
        marks.append(
            Mark(
                x=x,
                y=y,
                words=spot.words,
                address=spot.address,
                label=label,
                label_x=f"{float(x) + (9 if is_right else -9):.1f}",
                label_y=f"{float(y) + 4:.1f}",
                anchor="start" if is_right else "end",
                is_outside=spot.is_outside,
            )
        )
    return marks


def _ends(values: Sequence[Fraction], limits: Sequence[Limits]) -> tuple[Fraction, Fraction]:
    bottom = min(*values, *(each.low for each in limits))
    top = max(*values, *(each.high for each in limits))
    return (bottom, top) if bottom < top else (bottom - 1, top + 1)


def round_values(bottom: Fraction, top: Fraction) -> list[Fraction]:
    """Round values from the lowest to the highest, about as many as there are ticks."""
    step = _round_step((top - bottom) / TICKS)
    first = -(-bottom // step)
    return [step * place for place in range(first, int(top // step) + 1)]


def _round_step(wanted: Fraction) -> Fraction:
    """The first of 1, 2, 5, 10, 20, … thousandths that is no less."""
    base = Fraction(1, 1000)
    while base * 10 < wanted:
        base *= 10
    return next(base * factor for factor in (1, 2, 5, 10) if base * factor >= wanted)
