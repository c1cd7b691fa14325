"""`{% load journeys %}`: days, minutes and steps as onboarding pages say them.

{{ day|day_number:journey.start_date }}      3, counting the first day as 1
{% due_on item.due_date today %}             "2 d late", "today", "Wed", "12 Feb", against the office's day
{{ 75|duration }}                            1 h 15 min
{{ item.working_day|working_day }}           day 3 / 2 working days before
{% steps done total due width=120 %}         a gauge of the steps done, with a mark at those due by now
{% ramp_scale ramp done total %}              where a journey stands between its start and ramped
{% hand item.relation hands %}               Max / Manager
{{ url|place }}                              handbook.example, of a whole address
"""

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlsplit

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from onboarding.choices import Relation
from onboarding.queries.standing import JourneyRamp
from salesmgmt.accounts.models import User
from salesmgmt.web.components.days import due_words, short_day
from salesmgmt.web.components.scales import gauge, position

HOUR = 60
SCALE_WIDTH = 452
SCALE_ROOM = 1.25  # the band stands inside the scale, not at its end
register = template.Library()


@register.filter
def day_number(day: date, start: date) -> int:
    """Which day of a journey a day is: the first is 1, and the day before it 0."""
    return (day - start).days + 1


@register.simple_tag
def due_on(day: date, today: date) -> SafeString:
    words, tone = due_words(day, today)
    css = f"t-{tone}" if tone else "t-2"
    return format_html('<time class="{}" datetime="{}">{}</time>', css, day.isoformat(), words)


@register.simple_tag
def long_day(day: date, today: date) -> str:
    """Mon 2 Mar; with the year when it is another one than today's."""
    return f"{day:%a} {short_day(day, today)}"


@register.filter
def duration(minutes: int) -> str:
    """45 min, 1 h, 1 h 15 min."""
    hours, rest = divmod(minutes, HOUR)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest} min" if rest else f"{hours} h"


@register.filter
def working_day(number: int) -> str:
    """A plan's day in words: 1 is the first working day, 0 the last one before it."""
    if number >= 1:
        return f"day {number}"
    before = 1 - number
    return f"{before} working day{'' if before == 1 else 's'} before"


@register.simple_tag
def steps(done: int, total: int, due: int | None = None, width: int = 96) -> SafeString:
    """The mark is what was due by now."""
    title = f"{done} of {total} steps done" + (f", {due} were due by now" if due is not None else "")
    tone = "good" if total and done == total else ""
    return gauge(done, due, max(total, 1), title=title, tone=tone, width=width)


@register.simple_tag
def ramp_scale(ramp: JourneyRamp, done: int, total: int) -> SafeString:
    """The days so far against the band in which half of the role are ramped; the steps where that is not known."""
    median = ramp.median
    if median is None or median.value is None:
        return steps(done, total, width=SCALE_WIDTH)
    low, high = median.low or median.value, median.high or median.value
    days = max(ramp.days, 0)
    end = max(float(high) * SCALE_ROOM, float(days), 1.0)
    left, right = position(low, 0, end, SCALE_WIDTH), position(high, 0, end, SCALE_WIDTH)
    return format_html(
        '<svg class="g" preserveAspectRatio="none" width="100%" height="12" viewBox="0 0 {w} 12" role="img">'
        '<title>{title}</title><rect class="g-track" x="0" y="3.5" width="{w}" height="5" rx="2.5"/>'
        '<rect class="g-band" x="{left}" y="1" width="{band}" height="10" rx="2"/>'
        '<rect class="{tone}" x="0" y="3.5" width="{value}" height="5" rx="2.5"/>'
        '<path class="g-norm" d="M{mark} 0v12"/></svg>',
        w=SCALE_WIDTH,
        title=f"{ramp.day_words}; {ramp.usual_words}",
        left=left,
        band=f"{max(float(right) - float(left), 2.0):.1f}",
        tone=f"g-val {'good' if ramp.reached_date else ''}".strip(),
        value=position(days, 0, end, SCALE_WIDTH),
        mark=position(median.value, 0, end, SCALE_WIDTH),
    )


@register.filter
def place(url: str) -> str:
    return urlsplit(url).netloc.removeprefix("www.")


@register.simple_tag
def hand(code: str, hands: Mapping[str, User | None] | None = None) -> str:
    """Who does the items of a relation: the person's first name where it is known, else what they are."""
    person = (hands or {}).get(code)
    return person.short_name if person else Relation(code).label
