"""`{% load hiring %}`: how somebody stands on the bench, on a board and in an interview.

{% tier_mark "A" %}                              the tier
{% warmth_gauge row.warmth width=52 %}           warmth on its scale, always with its word
{{ row.warmth|warmth_words }}  {{ row|ready_words }}
{% scorecard_late interview now %}                for how many days a scorecard has been missing
{% next_touch row today %}                       when the next touch is due, loud when it is late
{% consent row %}                                until when they agreed to hear from us
{% depth_gauge bench %}  {% depth_scale profile depth 356 %}   how many are ready against how many are wanted
{% stage_gauge days normal scale_max %}          days in a stage against what is normal
{{ offer.base_minor|minor_money:offer.currency }}  pay in an offer
{% is_over each now as over %}                    whether an interview has begun
{% recommendation card %}  {% rating_gauge rating %}   what a scorecard says
{{ interview.scheduled_at|moment }}              day and time in the reader's zone
"""

from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString

from hiring.choices import RatingValue
from hiring.models import HiringProfile, Interview, Scorecard
from hiring.queries.bench import WEEK, BenchRow, Depth, ProfileBench
from hiring.queries.sittings import Sitting
from hiring.queries.warmth import WarmthOf
from salesmgmt.common.money import from_minor
from salesmgmt.web.components import days, marks
from salesmgmt.web.components.amounts import money
from salesmgmt.web.components.scales import gauge
from salesmgmt.web.markup import format_html

register = template.Library()
BEST = 5
TONES = {"STRONG_YES": "good", "YES": "good", "NO": "watch", "STRONG_NO": "watch"}


@register.simple_tag
def tier_mark(tier: str) -> SafeString:
    return format_html('<span class="tier {}"><span class="visually-hidden">tier </span>{}</span>', tier.lower(), tier)


@register.simple_tag
def warmth_gauge(warmth: WarmthOf, width: int = 52) -> SafeString:
    drawn = gauge(warmth.score, None, 1, title=warmth_words(warmth), tone=f"w{warmth.level}", width=width)
    return format_html('<span class="row-x">{}<span class="t-12 t-2">{}</span></span>', drawn, warmth.word)


@register.filter
def warmth_words(warmth: WarmthOf) -> str:
    days = f"{warmth.days} day{_s(warmth.days)}"
    if warmth.was_touched:
        last = f"last touch {f'{days} ago' if warmth.days else 'today'}"
    else:
        last = f"no touch yet, on the bench {f'for {days}' if warmth.days else 'since today'}"
    return f"{warmth.word}: {last}, one every {warmth.cadence} days"


@register.simple_tag
def next_touch(row: BenchRow, today: date) -> SafeString | str:
    if row.consent_ended:
        return format_html('<span class="t-3">{}</span>', "ask for consent first")
    if row.late:
        return marks.chip(f"{row.late} day{_s(row.late)} late", "bad")
    if row.entry.next_touch_date == today:
        return marks.chip("today", "watch")
    said = days.day(row.entry.next_touch_date)
    is_soon = row.entry.next_touch_date < today + WEEK
    return format_html('<span class="chip watch">{}</span>', said) if is_soon else said


@register.simple_tag
def is_over(sitting: Sitting, now: datetime) -> bool:
    """Whether an interview has begun, so that scorecards are due."""
    return sitting.is_over(now)


@register.simple_tag
def scorecard_late(interview: Interview, now: datetime) -> SafeString:
    """For how many days a scorecard has been missing, as Today says it; before the first is over, that it is due."""
    on, zone = timezone.localtime(interview.scheduled_at).date(), timezone.get_current_timezone()
    late = (now.astimezone(zone).date() - on).days - 1
    return marks.chip(f"{late} day{_s(late)} late", "bad") if late > 0 else marks.chip("due", "watch")


@register.filter
def ready_words(row: BenchRow) -> SafeString | str:
    return "ready" if row.is_ready else format_html("ready {}", days.day(row.entry.ready_date))


@register.simple_tag
def consent(row: BenchRow) -> SafeString | str:
    until, left = row.entry.consent_until, row.consent_left
    if until is None or left is None:
        return format_html('<span class="t-3">{}</span>', "not asked")
    if left < 0:
        return format_html('<span class="t-bad">ended {}</span>', days.day(until))
    if row.consent_ends_soon:
        return format_html('<span class="t-watch">{} day{} left</span>', left, _s(left))
    return f"{until:%b %Y}"


@register.simple_tag
def depth_gauge(bench: ProfileBench, width: int = 120) -> SafeString:
    return depth_scale(bench.profile, bench.depth, width)


@register.simple_tag
def depth_scale(profile: HiringProfile, depth: Depth, width: int = 120) -> SafeString:
    words = f"{profile}: {depth.ready} ready" + (f", {depth.goal} wanted" if depth.goal else "")
    tone = "" if not depth.goal else "watch" if depth.missing else "good"
    scale_max = max(depth.goal * 3 // 2, depth.ready, 1)
    return gauge(depth.ready, depth.goal or None, scale_max, title=words, tone=tone, width=width)


@register.simple_tag
def stage_gauge(spent: int, normal: int | None, scale_max: int, width: int = 72) -> SafeString:
    words = f"{spent} day{_s(spent)} in stage" + ("" if normal is None else f", normal {normal}")
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
    return format_html("{} {}, {}", f"{local:%a}", days.day(value), f"{local:%H:%M}")


def _s(count: int) -> str:
    return "" if count == 1 else "s"


@register.filter
def minor_money(amount: int, currency: str) -> str:
    """An amount in minor units with all digits of its currency."""
    return money(from_minor(amount, currency), currency)
