"""The one drawing of the product: a value or an estimate on a scale, with what is normal marked on it.

Numbers come in as they are (Decimal, int, float); positions are screen pixels and may be floats.
"""

from decimal import Decimal
from functools import lru_cache
from typing import TypeAlias

from django.utils.safestring import SafeString, mark_safe

from salesmgmt.web.markup import format_html

Number: TypeAlias = int | float | Decimal

GAUGE_WIDTH, GAUGE_HEIGHT = 72, 12
INTERVAL_WIDTH, INTERVAL_HEIGHT = 260, 14
NO_MARK = mark_safe("")


def position(value: Number, start: Number, end: Number, width: int) -> str:
    """Where `value` stands on a scale of `width` pixels from `start` to `end`; values outside stay at the edge."""
    span = float(end) - float(start)
    share = (float(value) - float(start)) / span if span > 0 else 0.0
    return f"{min(max(share, 0.0), 1.0) * width:.1f}"


@lru_cache(maxsize=4096)
def gauge(
    value: Number,
    normal: Number | None,
    scale_max: Number,
    *,
    title: str,
    tone: str = "",
    width: int = GAUGE_WIDTH,
) -> SafeString:
    """One value from 0 to `scale_max` against one mark. `title` says both in words ("19 days in stage, normal 12")."""
    mark = NO_MARK
    if normal is not None:
        mark = format_html('<path class="g-norm" d="M{} 1v10"/>', position(normal, 0, scale_max, width))
    return format_html(
        '<svg class="g" width="{w}" height="{h}" viewBox="0 0 {w} {h}" role="img"><title>{title}</title>'
        '<rect class="g-track" x="0" y="3.5" width="{w}" height="5" rx="2.5"/>'
        '<rect class="{tone}" x="0" y="3.5" width="{value}" height="5" rx="2.5"/>{mark}</svg>',
        w=width,
        h=GAUGE_HEIGHT,
        title=title,
        tone=f"g-val {tone}".strip(),
        value=position(value, 0, scale_max, width),
        mark=mark,
    )


def interval(
    low: Number,
    mean: Number,
    high: Number,
    *,
    start: Number,
    end: Number,
    title: str,
    mark: Number | None = None,
    width: int = INTERVAL_WIDTH,
) -> SafeString:
    """An estimate as a band from `low` to `high` with its centre, on a scale from `start` to `end`.

    `mark` is what the estimate is held against: nought, a target.
    """
    left, right = position(low, start, end, width), position(high, start, end, width)
    held_against = NO_MARK
    if mark is not None:
        held_against = format_html('<path class="g-norm" d="M{} 1v12"/>', position(mark, start, end, width))
    return format_html(
        '<svg class="g" width="{w}" height="{h}" viewBox="0 0 {w} {h}" role="img"><title>{title}</title>'
        '<rect class="g-track" y="6.5" width="{w}" height="1"/>'
        '<rect class="g-band" x="{left}" y="3" width="{band}" height="8" rx="2"/>'
        '<path class="g-line" d="M{left} 7H{right}"/><circle class="g-mean" cx="{mean}" cy="7" r="4.5"/>{mark}</svg>',
        w=width,
        h=INTERVAL_HEIGHT,
        title=title,
        left=left,
        band=f"{float(right) - float(left):.1f}",
        right=right,
        mean=position(mean, start, end, width),
        mark=held_against,
    )
