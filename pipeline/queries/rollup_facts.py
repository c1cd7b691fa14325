"""The facts that the pipeline's rollups add up: won deals, activities and orders, by person and company's day."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Case, DateField, F, QuerySet, Subquery, Value, When
from django.db.models.functions import TruncDate

from pipeline.choices import StageKind
from pipeline.models import Activity, Deal, DealVersion, Order
from salesmgmt.common.period import day_of, day_start
from salesmgmt.events.models import Event
from salesmgmt.figures.rollup import EVER, Span, Touched
from salesmgmt.people.models import Company

DEALS_LANDED = frozenset({"deals.imported", "deals.import_undone"})
ACTIVITIES_LANDED = frozenset({"activities.imported", "activities.import_undone"})
ORDER_ACTS = frozenset({"order.placed", "order.cancelled"})
ORDERS_LANDED = frozenset(
    f"{noun}.{what}" for noun in ("orders", "cancellations") for what in ("imported", "import_undone")
)
AGAIN, FIRST = "AGAIN", "FIRST"
"""The parts of orders: those that repeat one, and the others."""


def won_deals(start: date | None, end: date | None) -> QuerySet[Deal]:
    """Won deals in the company's currency on the day they closed, with their amounts, under who owns them."""
    deals = Deal.objects.filter(state=StageKind.WON, currency=_company_currency())
    if start:
        deals = deals.filter(close_date__gte=start)
    if end:
        deals = deals.filter(close_date__lt=end)
    return deals.annotate(subject=F("owner_id"), day=F("close_date"), part=Value(""), value=F("amount"))


def activities(start: date | None, end: date | None) -> QuerySet[Activity]:
    """Activities by kind on the day they happened, with their minutes, under who did them."""
    done = _within(Activity.objects.all(), "happened_at", start, end)
    return done.annotate(subject=F("user_id"), day=_day("happened_at"), part=F("kind"), value=F("minutes"))


def orders(start: date | None, end: date | None) -> QuerySet[Order]:
    """Orders that are not cancelled, in the company's currency on the day they were placed, with what is left of their
    amounts, under who owns them."""
    standing = Order.objects.filter(currency=_company_currency(), cancelled_at=None)
    placed = _within(standing, "ordered_at", start, end)
    part = Case(When(repeat_of__isnull=False, then=Value(AGAIN)), default=Value(FIRST))
    return placed.annotate(
        subject=F("owner_id"), day=_day("ordered_at"), part=part, value=F("amount") - F("cancelled_amount")
    )


def won_touched(events: Sequence[Event]) -> Touched:
    """The days on which the deals were ever won, by whom they belonged to then; imports name their span of days."""
    deals = {event.subject_id for event in events if event.kind.startswith("deal.")}
    wins = DealVersion.objects.filter(deal__in=deals, stage__kind=StageKind.WON, close_date__isnull=False)
    keys = wins.order_by().values_list("owner_id", "close_date").distinct() if deals else []
    return Touched(keys=frozenset(keys), spans=_imported(events, DEALS_LANDED, "close"))


def activities_touched(events: Sequence[Event]) -> Touched:
    logged = [event.payload["activity_id"] for event in events if "activity_id" in event.payload]
    rows = Activity.objects.filter(pk__in=logged).values_list("user_id", _day("happened_at")) if logged else []
    gone = [event.payload for event in events if event.kind == "activity.taken_back" and event.payload]
    zone = _zone() if gone else ""
    keys = {(said["user_id"], day_of(datetime.fromisoformat(said["happened_at"]), zone)) for said in gone}
    spans = _of_another_zone(events) | _imported(events, ACTIVITIES_LANDED, "day")
    return Touched(keys=frozenset(keys.union(rows)), spans=spans)


def orders_touched(events: Sequence[Event]) -> Touched:
    placed = [event.subject_id for event in events if event.kind in ORDER_ACTS]
    rows = Order.objects.filter(pk__in=placed).values_list("owner_id", _day("ordered_at")) if placed else []
    spans = _of_another_zone(events) | _imported(events, ORDERS_LANDED, "day")
    return Touched(keys=frozenset(rows), spans=spans)


def _imported(events: Sequence[Event], kinds: Collection[str], name: str) -> frozenset[Span]:
    """The spans of days that imports of these kinds name as `<name>_from` and `<name>_to`."""
    return frozenset(_span(event.payload, name) for event in events if event.kind in kinds)


def _span(payload: Mapping[str, Any], name: str) -> Span:
    """The days an import says it changed; all of them when what it said was erased."""
    ends = [payload.get(f"{name}_from"), payload.get(f"{name}_to")]
    start, end = (date.fromisoformat(text) if text else None for text in ends)
    return (start, end) if start and end else EVER


def _of_another_zone(events: Sequence[Event]) -> frozenset[Span]:
    """Instants fall on other days once the company has moved to another zone."""
    return frozenset({EVER} if any(event.kind == "company.edited" for event in events) else ())


def _zone() -> str:
    company = Company.objects.first()
    return company.zone if company else "UTC"


def _company_currency() -> Subquery:
    return Subquery(Company.objects.values("currency")[:1])


def _day(instant: str) -> TruncDate:
    return TruncDate(instant, tzinfo=ZoneInfo(_zone()), output_field=DateField())


def _within(rows: QuerySet, instant: str, start: date | None, end: date | None) -> QuerySet:
    zone = _zone() if start or end else ""
    if start:
        rows = rows.filter(**{f"{instant}__gte": day_start(start, zone)})
    if end:
        rows = rows.filter(**{f"{instant}__lt": day_start(end, zone)})
    return rows
