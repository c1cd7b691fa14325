"""Days and instants as people say them, in the reader's zone."""

from datetime import date, datetime, timedelta
from functools import lru_cache

from django.utils import timezone
from django.utils.safestring import SafeString

from salesmgmt.web.markup import format_html

WEEK = 7


def short_day(day: date, today: date) -> str:
    """23 Nov; with the year when it is another one."""
    text = f"{day.day} {day:%b}"
    return text if day.year == today.year else f"{text} {day.year}"


def due_words(day: date, today: date) -> tuple[str, str]:
    """How far off a due day is, and its tone: ("6 d late", "bad"), ("today", "watch"), ("Wed", ""), ("12 Feb", "")."""
    distance = (day - today).days
    if distance < 0:
        return f"{-distance} d late", "bad"
    if distance == 0:
        return "today", "watch"
    if distance < WEEK:
        return f"{day:%a}", ""
    return short_day(day, today), ""


def ago_words(instant: datetime, now: datetime) -> str:
    """just now, 5 min ago, 3 h ago, then the day (in `now`'s zone); what is ahead is a day, too."""
    passed = now - instant
    if abs(passed) < timedelta(minutes=1):
        return "just now"
    if timedelta() < passed < timedelta(hours=1):
        return f"{passed // timedelta(minutes=1)} min ago"
    if timedelta() < passed < timedelta(days=1):
        return f"{passed // timedelta(hours=1)} h ago"
    return short_day(instant.astimezone(now.tzinfo).date(), now.date())


def day(value: date | datetime | None) -> SafeString | str:
    """A `<time>` with the short day in the active zone; unknown is a dash."""
    if value is None:
        return "\N{EN DASH}"
    if not isinstance(value, datetime):
        return _day(value, timezone.localdate())
    words = short_day(timezone.localtime(value).date(), timezone.localdate())
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), words)


@lru_cache(maxsize=4096)
def _day(value: date, today: date) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), short_day(value, today))


def due(value: date | None) -> SafeString | str:
    """A due day as a word with its tone; none is a dash."""
    return "\N{EN DASH}" if value is None else _due(value, timezone.localdate())


@lru_cache(maxsize=4096)
def _due(value: date, today: date) -> SafeString:
    words, tone = due_words(value, today)
    css = f"t-{tone}" if tone else "t-2"
    return format_html('<time class="{}" datetime="{}">{}</time>', css, value.isoformat(), words)


def clock(value: datetime) -> str:
    """14:20 where that is today, else 3 Mar, 14:20; in the active zone."""
    local = timezone.localtime(value)
    today = timezone.localdate()
    return f"{local:%H:%M}" if local.date() == today else f"{short_day(local.date(), today)}, {local:%H:%M}"


def ago(value: datetime) -> SafeString:
    """A `<time>` that says how long ago, with the exact instant as its title."""
    now = timezone.localtime()
    exact = timezone.localtime(value)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        value.isoformat(),
        f"{exact.day} {exact:%b %Y, %H:%M %Z}",
        ago_words(value, now),
    )
