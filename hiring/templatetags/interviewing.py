"""`{% load interviewing %}`: how interviewers compare, and how many rated what.

{% rating_counts line %}          how many scorecards rated a competency 1, 2, … 5
{% against_team line %}  {{ line|raises_words }}   a candidate against today's team in one competency
{% load_gauge row %}  {% load_spark row %}   interviews a week against what they take
{% agreement row.agreement %}     how often others came to the same side
{% leniency_scale row.leniency %} points above or below others, with the interval
"""

from collections.abc import Sequence
from fractions import Fraction

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from hiring.engine.bar import Against
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
    words = ", ".join(f"{count} rated {value}" for value, _, count in line.counts if count) or "not seen by anybody"
    drawn = _five_bars([count for *_, count in line.counts], f"{line.name}: {words}")
    return format_html('<span class="row-x">{}<span class="t-12 t-3">n = {}</span></span>', drawn, line.rated)


@register.simple_tag
def against_team(line: Against) -> SafeString:
    """How the team stands in a competency, with the candidate's own place marked."""
    if not line.is_told:
        return _too_few(line.n)
    counts = [count for _, count in line.counts]
    words = ", ".join(f"{count} at {value}" for value, count in line.counts if count)
    own = "not rated yet" if line.value is None else f"the candidate at {float(line.value):g}"
    drawn = _five_bars(counts, f"{line.name}: of the team {words}; {own}", line.value)
    return format_html('<span class="row-x">{}<span class="t-12 t-3">n = {}</span></span>', drawn, line.n)


@register.filter
def raises_words(line: Against) -> str:
    if line.raises is None:
        return "not rated yet" if line.is_told else "too few to compare"
    return "raises the bar" if line.raises else "does not raise it"


def _five_bars(counts: Sequence[int], title: str, mark: Fraction | None = None) -> SafeString:
    """A bar for each value from 1 to 5, and a mark where somebody stands among them."""
    top = max(counts, default=0) or 1
    parts = []
    for place, count in enumerate(counts):
        height = 1 if not count else max(round(count / top * (HEIGHT - 4)), 3)
        css = "g-val" if count else "g-track"
        x, y = place * (BAR + GAP), HEIGHT - height
        parts.append(f'<rect class="{css}" x="{x}" y="{y}" width="{BAR}" height="{height}" rx="1"/>')
    if mark is not None:
        x = float(mark - 1) * (BAR + GAP) + BAR / 2
        parts.append(f'<path class="g-norm" d="M{x:.1f} 0v{HEIGHT}"/>')
    return format_html(
        '<svg class="g" width="{w}" height="{h}" viewBox="0 0 {w} {h}" role="img"><title>{title}</title>{parts}</svg>',
        w=5 * BAR + 4 * GAP,
        h=HEIGHT,
        title=title,
        parts=mark_safe("".join(parts)),  # noqa: S308  # numbers and class names of ours
    )


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
