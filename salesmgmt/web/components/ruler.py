"""The quarter on one scale: how much of its time is gone."""

from datetime import date, timedelta

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from salesmgmt.common.period import Period, add_months
from salesmgmt.web.components.scales import position

WIDTH, HEIGHT = 420, 40
EDGE = 1
LABEL_ROOM = 150


def quarter_ruler(quarter: Period, today: date, name: str) -> SafeString:
    """Months and weeks of a quarter with today on it; `name` is what it is called (“Q4”)."""
    gone = (today - quarter.start).days + 1
    words = f"{gone * 100 // quarter.days}% of {name} gone"
    now = _at(quarter, quarter.start + timedelta(days=gone))
    months = [add_months(quarter.start.replace(day=1), number) for number in range(4)]
    starts = [month for month in months if month in quarter]
    roomy = float(now) <= WIDTH - LABEL_ROOM
    return format_html(
        '<svg class="chart ruler" viewBox="0 0 {w} {h}" role="img" aria-label="Quarter: day {day} of {days}, {words}">'
        '<path class="c-axis" d="M1 14H{end}"/>{months}{weeks}<rect class="f4" x="1" y="11" width="{gone}" height="3"/>'
        '<path class="c-now" d="M{now} 2V24"/><text class="lbl-2" x="{label}" y="8" text-anchor="{side}">{words}</text>'
        "{names}</svg>",
        w=WIDTH,
        h=HEIGHT,
        day=gone,
        days=quarter.days,
        words=words,
        end=WIDTH - EDGE,
        months=_ticks([_at(quarter, day) for day in [*starts, quarter.end]], 8),
        weeks=_ticks([_at(quarter, day) for day in _mondays(quarter)], 4),
        gone=f"{float(now) - EDGE:.1f}",
        now=now,
        label=f"{float(now) + (6 if roomy else -6):.1f}",
        side="start" if roomy else "end",
        names=format_html_join(
            "", '<text x="{}" y="36">{}</text>', ((_at(quarter, day), f"{day:%b}") for day in starts)
        ),
    )


def _at(quarter: Period, day: date) -> str:
    place = position((day - quarter.start).days, 0, quarter.days, WIDTH - 2 * EDGE)
    return f"{float(place) + EDGE:.1f}"


def _mondays(quarter: Period) -> list[date]:
    first = quarter.start + timedelta(days=-quarter.start.weekday() % 7)
    return [first + timedelta(weeks=week) for week in range((quarter.end - first).days // 7 + 1)]


def _ticks(places: list[str], height: int) -> SafeString:
    return format_html_join("", '<path class="c-axis" d="M{} 14v{}"/>', ((place, height) for place in places))
