"""A line as small as a word: how a measure went, with its last value marked."""

from collections.abc import Sequence

from django.utils.safestring import SafeString, mark_safe

from salesmgmt.web.components.scales import Number, position
from salesmgmt.web.markup import format_html

WIDTH, HEIGHT, EDGE = 72, 24, 3


def spark(values: Sequence[Number], *, title: str, normal: Number | None = None) -> SafeString | str:
    """`values` from the earliest to the latest on a scale from nought, `normal` dashed. `title` says them in words.

    Nothing is drawn of fewer than two values: a point has no course.
    """
    if len(values) < 2:
        return ""
    top = max([*values, normal or 0])
    xs = [position(index, 0, len(values) - 1, WIDTH - 2 * EDGE) for index in range(len(values))]
    points = [(f"{float(x) + EDGE:.1f}", _height(value, top)) for x, value in zip(xs, values, strict=True)]
    line = " ".join(f"{x} {y}" for x, y in points)
    dashed = (
        mark_safe("")
        if normal is None
        else format_html('<path class="norm" d="M0 {}h{}"/>', _height(normal, top), WIDTH)
    )
    return format_html(
        '<svg class="spark" width="{w}" height="{h}" viewBox="0 0 {w} {h}" role="img"><title>{title}</title>'
        '{dashed}<path d="M{line}"/><circle class="end" cx="{x}" cy="{y}" r="2"/></svg>',
        w=WIDTH,
        h=HEIGHT,
        title=title,
        dashed=dashed,
        line=line,
        x=points[-1][0],
        y=points[-1][1],
    )


def _height(value: Number, top: Number) -> str:
    return f"{HEIGHT - EDGE - float(position(value, 0, top, HEIGHT - 2 * EDGE)):.1f}"
