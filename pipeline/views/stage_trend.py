"""The page of the pipeline over time: what stood in which stage week by week, each week opening to its deals."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from pipeline.lists import DEALS
from pipeline.queries.stage_trend import Band, Stood, Trend, Week, stage_trend
from salesmgmt.figures.funnel_drawing import round_values
from salesmgmt.web.access import company_at, needing
from salesmgmt.web.components.amounts import money, number
from salesmgmt.web.components.days import short_day
from salesmgmt.web.lists.views.showing import board_filters

FIGURE = "pipeline.stood"
WIDTH, LEFT, TOP, FLOOR, HEIGHT = 760, 64, 12, 232, 262
TONES = 5


@dataclass(frozen=True, slots=True)
class Part:
    """One stage in one week of the picture, in its units."""

    tone: int
    y: str
    height: str


@dataclass(frozen=True, slots=True)
class Column:
    """One week of the picture, and its row of the table: an address for the whole and for each stage."""

    day: str
    x: str
    middle: str
    width: str
    parts: list[Part]
    words: str
    address: str
    total: str
    deals: str
    cells: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Picture:
    columns: list[Column]
    scale: list[tuple[int, str]]
    keys: list[tuple[int, str]]
    width: int = WIDTH
    left: int = LEFT
    top: int = TOP
    floor: int = FLOOR
    height: int = HEIGHT


@require_GET
@needing("pipeline.read")
def trend_page(request: HttpRequest) -> HttpResponse:
    """Thirteen weeks by amount, or with `count=deals` by how many; `owner` narrows to one person of one's line."""
    company = company_at(request)
    text = request.GET.get("owner", "")
    owner = int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None
    trend = stage_trend(request.user, today=company.day_of(timezone.now()), owner=owner)
    by_count = request.GET.get("count") == "deals"
    left_out = [name for each in DEALS.filters for name in each.names if name != "owner"]
    context = {
        "here": "trend",
        "picture": _drawn(trend, owner, by_count=by_count) if trend.bands else None,
        "bands": trend.bands,
        "by_count": by_count,
        "currency": company.currency,
        "since": trend.weeks[0].day,
        "now": trend.weeks[-1].total,
        "now_worth": money(trend.weeks[-1].total.worth, company.currency, decimals=0),
        "then": trend.weeks[0].total,
        "owner": owner,
        **board_filters(request, DEALS, leave_out=left_out),
    }
    return render(request, "pipeline/trend.html", context)


def _drawn(trend: Trend, owner: int | None, *, by_count: bool) -> Picture:
    """Columns of stages on each other, the first stage at the foot."""
    most = max(_height_of(week.total, by_count) for week in trend.weeks)
    step = (WIDTH - LEFT) / len(trend.weeks)
    columns = [
        _column(trend, place, LEFT + place * step, step, most, owner=owner, by_count=by_count)
        for place in range(len(trend.weeks))
    ]
    scale = [
        (round(FLOOR - value / Fraction(most) * (FLOOR - TOP)), _said(Decimal(round(value)), by_count))
        for value in (round_values(Fraction(), Fraction(most)) if most >= 1 else ())
    ]
    keys = [(_tone(place, len(trend.bands)), name) for place, name in enumerate(_names(trend.bands))]
    return Picture(columns, scale, keys)


def _column(
    trend: Trend, place: int, x: float, step: float, most: Decimal, *, owner: int | None, by_count: bool
) -> Column:
    week, today = trend.weeks[place], trend.weeks[-1].day
    is_now = place == len(trend.weeks) - 1
    said = [_said(_height_of(each, by_count), by_count) for each in week.stood]
    parts, floor = [], float(FLOOR)
    for band, each in enumerate(week.stood):
        height = float(_height_of(each, by_count) / most * (FLOOR - TOP)) if most else 0.0
        floor -= height
        parts.append(Part(_tone(band, len(trend.bands)), f"{floor:.1f}", f"{height:.1f}"))
    total = _said(_height_of(week.total, by_count), by_count)
    named = "; ".join(f"{name} {value}" for name, value in zip(_names(trend.bands), said, strict=True))
    return Column(
        day="now" if is_now else short_day(week.day, today),
        x=f"{x + step * 0.14:.1f}",
        middle=f"{x + step / 2:.1f}",
        width=f"{step * 0.72:.1f}",
        parts=parts,
        words=f"{'Now' if is_now else short_day(week.day, today)}: {total}, {week.total.count:,} deals. {named}",
        address=_address(week, owner, is_now=is_now),
        total=total,
        deals=str(number(week.total.count)),
        cells=[
            (value, _address(week, owner, is_now=is_now, band=band))
            for value, band in zip(said, trend.bands, strict=True)
        ],
    )


def _names(bands: Sequence[Band]) -> list[str]:
    """The stages by name, with their process where there are several."""
    several = len({band.process for band in bands}) > 1
    return [f"{band.process}, {band.name}" if several else band.name for band in bands]


def _tone(place: int, of: int) -> int:
    """From the lightest to the darkest, however many stages there are."""
    return 1 + round(place * (TONES - 1) / max(of - 1, 1))


def _height_of(stood: Stood, by_count: bool) -> Decimal:
    return Decimal(stood.count) if by_count else stood.worth


def _said(value: Decimal, by_count: bool) -> str:
    return str(number(int(value)) if by_count else money(value, decimals=0))


def _address(week: Week, owner: int | None, *, is_now: bool, band: Band | None = None) -> str:
    """The deals behind it. A stage that several versions have stands in several groups there: then all are shown."""
    asked: dict[str, object] = {"by": "stage"}
    if not is_now:
        asked["as_of"] = week.day.isoformat()
    if owner is not None:
        asked["owner"] = owner
    if band is not None and len(band.keys) == 1:
        asked["group"] = band.keys[0]
    return f"{reverse('figures:report', args=[FIGURE])}?{urlencode(asked)}#rows"
