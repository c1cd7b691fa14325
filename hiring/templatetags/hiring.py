"""`{% load hiring %}`: how somebody stands on the bench, on a board and in an interview.

{% tier_mark "A" %}                              the tier
{% warmth_gauge standing width=52 %}             warmth on its scale, always with its word
{% next_touch entry standing %}                  when the next touch is due, loud when it is late
{% consent entry standing %}                     until when they agreed to hear from us
{% depth_gauge group %}                          how many are ready against how many are wanted
{% stage_gauge days normal scale_max %}          days in a stage against what is normal
{% recommendation card %}  {% rating_gauge rating %}   what a scorecard says
{{ interview.scheduled_at|moment }}              day and time in the reader's zone
"""

from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hiring.choices import RatingValue
from hiring.models import BenchEntry, Scorecard
from hiring.queries.bench_page import Group
from hiring.queries.standing import Standing
from salesmgmt.web.components import days, marks
from salesmgmt.web.components.scales import gauge

register = template.Library()
CONSENT_SOON = 30
FULL_WARMTH, STILL_WARM = 100, 50
BEST = 5
TONES = {"STRONG_YES": "good", "YES": "good", "NO": "watch", "STRONG_NO": "watch"}


@register.simple_tag
def tier_mark(tier: str) -> SafeString:
    return format_html('<span class="tier {}"><span class="visually-hidden">tier </span>{}</span>', tier.lower(), tier)


@register.simple_tag
def warmth_gauge(standing: Standing, width: int = 52) -> SafeString:
    drawn = gauge(
        standing.warmth,
        None,
        FULL_WARMTH,
        title=standing.gauge_words,
        tone=f"w{standing.degree}",
        width=width,
    )
    return format_html('<span class="row-x">{}<span class="t-12 t-2">{}</span></span>', drawn, standing.word)


@register.simple_tag
def next_touch(entry: BenchEntry, standing: Standing) -> SafeString | str:
    if standing.late:
        return marks.chip(f"{standing.late} day{'' if standing.late == 1 else 's'} late", "bad")
    said = days.day(entry.next_touch_date)
    return format_html('<span class="chip watch">{}</span>', said) if standing.is_due_soon else said


@register.simple_tag
def consent(entry: BenchEntry, standing: Standing) -> SafeString | str:
    left = standing.consent_left
    if left is None:
        return format_html('<span class="t-3">{}</span>', "not asked")
    if left < 0:
        return format_html('<span class="t-bad">{} {}</span>', "ended", days.day(entry.consent_until))
    if left <= CONSENT_SOON:
        return format_html('<span class="t-watch">{} day{} left</span>', left, "" if left == 1 else "s")
    return format_html("{:%b %Y}", entry.consent_until)


@register.simple_tag
def depth_gauge(group: Group, width: int = 120) -> SafeString:
    return gauge(
        group.ready, group.goal or None, group.scale_max, title=group.gauge_words, tone=group.tone, width=width
    )


@register.simple_tag
def stage_gauge(spent: int, normal: int | None, scale_max: int, width: int = 72) -> SafeString:
    words = f"{spent} days in stage" + ("" if normal is None else f", normal {normal}")
    tone = "watch" if normal is not None and spent > normal else ""
    return gauge(spent, normal, scale_max, title=words, tone=tone, width=width)


@register.simple_tag
def recommendation(card: Scorecard) -> SafeString:
    return marks.chip(card.get_recommendation_display().lower(), TONES.get(card.recommendation, ""))


@register.simple_tag
def rating_gauge(rating: dict[str, Any]) -> SafeString:
    value = rating["value"]
    words = f"{value} of {BEST}: {RatingValue(value).label.lower()}"
    drawn = gauge(value, RatingValue.AT.value, BEST, title=words, width=60)
    return format_html('<span class="row-x">{}<b>{}</b></span>', drawn, value)


@register.filter
def moment(value: datetime) -> SafeString:
    local = timezone.localtime(value)
    said = days.short_day(local.date(), timezone.localdate())
    return format_html('<time datetime="{}">{:%a} {}, {:%H:%M}</time>', value.isoformat(), local, said, local)
