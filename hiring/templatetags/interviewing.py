"""`{% load interviewing %}`: how interviewers compare, and how many rated what.

{% rating_counts line %}          how many scorecards rated a competency 1, 2, … 5
{% load_gauge row %}  {% load_spark row %}   interviews a week against what they take
{% agreement row.agreement %}     how often others came to the same side
{% leniency_scale row.leniency %} points above or below others, with the interval
"""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from hiring.queries.debrief import Line
from hiring.queries.interviewers import Agreement, Interviewer
from salesmgmt.statistics.leniency import Leniency
from salesmgmt.web.components.scales import gauge, interval
from salesmgmt.web.components.sparks import spark

register = template.Library()
BAR, GAP, HEIGHT = 14, 4, 24
WIDEST = 1
"""Points to each side on the scale of leniency; what lies beyond stands at its edge."""


@register.simple_tag
def rating_counts(line: Line) -> SafeString:
    """Five bars, one for each value; what was not seen has none."""
    top = max((count for *_, count in line.counts), default=0) or 1
    words = ", ".join(f"{count} rated {value}" for value, _, count in line.counts if count) or "not seen by anybody"
    bars = []
    for place, (_, _, count) in enumerate(line.counts):
        height = 1 if not count else max(round(count / top * (HEIGHT - 4)), 3)
        css = "g-val" if count else "g-track"
        x, y = place * (BAR + GAP), HEIGHT - height
        bars.append(f'<rect class="{css}" x="{x}" y="{y}" width="{BAR}" height="{height}" rx="1"/>')
    drawn = format_html(
        '<svg class="g" width="{w}" height="{h}" viewBox="0 0 {w} {h}" role="img"><title>{title}</title>{bars}</svg>',
        w=5 * BAR + 4 * GAP,
        h=HEIGHT,
        title=f"{line.name}: {words}",
        bars=mark_safe("".join(bars)),  # noqa: S308  # numbers and two class names of ours
    )
    return format_html('<span class="row-x">{}<span class="t-12 t-3">n = {}</span></span>', drawn, line.rated)


@register.simple_tag
def load_gauge(row: Interviewer) -> SafeString:
    words = f"{row.this_week} this week, takes {row.per_week}"
    tone = "watch" if row.this_week >= row.per_week else ""
    drawn = gauge(row.this_week, row.per_week, max(row.per_week, row.this_week) * 1.25, title=words, tone=tone)
    return format_html('<span class="row-x">{}<span>{} of {}</span></span>', drawn, row.this_week, row.per_week)


@register.simple_tag
def load_spark(row: Interviewer) -> SafeString | str:
    return spark(row.weeks, title="Interviews by week: " + ", ".join(str(count) for count in row.weeks))


@register.simple_tag
def agreement(found: Agreement) -> SafeString:
    if not found.is_enough or found.interval is None or found.share is None:
        return _too_few(found.pairs)
    low, high = found.interval.low, found.interval.high
    words = f"{found.share:.0%}, interval {low:.0%} to {high:.0%}, of {found.pairs}"
    drawn = interval(low, found.share, high, start=0, end=1, title=words, width=90)
    return format_html(
        '<span class="row-x">{}<span>{}</span><span class="t-12 t-3">n = {}</span></span>',
        drawn,
        f"{found.share:.0%}",
        found.pairs,
    )


@register.simple_tag
def leniency_scale(found: Leniency | None) -> SafeString:
    if found is None or not found.is_enough:
        return _too_few(found.ratings if found else 0)
    words = f"{found.estimate:+.2f}, interval {found.low:+.2f} to {found.high:+.2f}, {found.ratings} shared ratings"
    drawn = interval(found.low, found.estimate, found.high, start=-WIDEST, end=WIDEST, title=words, mark=0, width=120)
    return format_html(
        '<span class="row-x">{}<span>{}</span><span class="t-12 t-3">{} to {}, n = {}</span></span>',
        drawn,
        f"{found.estimate:+.2f}",
        f"{found.low:+.2f}",
        f"{found.high:+.2f}",
        found.ratings,
    )


def _too_few(count: int) -> SafeString:
    return format_html('<span class="t-3">too few (n = {})</span>', count)
