"""The facts that the pipeline's rollups add up, by person and company's day: won deals, activities, orders, and
deals that come to stand in open stages and leave them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Case, CharField, DateField, F, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, TruncDate

from pipeline.choices import StageKind
from pipeline.models import Activity, Deal, DealVersion, Order, VersionMove
from pipeline.queries.worth import company_currency
from salesmgmt.common.period import day_of, day_start
from salesmgmt.events.models import Event
from salesmgmt.figures.rollup import EVER, Span, Touched
from salesmgmt.people.models import Company

DEALS_LANDED = frozenset({"deals.imported", "deals.import_undone"})
ACTIVITIES_LANDED = frozenset({"activities.imported", "activities.import_undone"})
ORDER_ACTS = frozenset({"order.placed", "order.cancelled"})
ORDER_TAKEN_BACK = "order.taken_back"
ORDERS_LANDED = frozenset(
    f"{noun}.{what}" for noun in ("orders", "cancellations") for what in ("imported", "import_undone")
)
AGAIN, FIRST = "AGAIN", "FIRST"
"""The parts of orders: those that repeat one, and the others."""
CAME, LEFT = "+", "-"
"""What the parts of stages begin with, before the stage's number."""
STAGE_ACTS = frozenset(
    f"deal.{act}"
    for act in (
        *("created", "moved", "won", "lost", "reopened", "edited", "lines_set"),
        *("next_step_set", "next_step_put_back", "paused"),
    )
)
"""After these a deal's history is another from then on; after the following it is another from its beginning."""
DEALS_REWRITTEN = frozenset(
    {
        *("deal.given", "deal.move_undone", "deal.win_undone", "deal.loss_undone"),
        *("deals.handed_over", "deals.handed_back"),
    }
)
PROCESS_ACTS = frozenset({"process.deals_moved", "process.deals_moved_back"})
TAKEN_BACK = "deal.taken_back"


def won_deals(start: date | None, end: date | None) -> QuerySet[Deal]:
    """Won deals in the company's currency on the day they closed, with their amounts, under who owns them."""
    deals = Deal.objects.filter(state=StageKind.WON, currency=company_currency())
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
    standing = Order.objects.filter(currency=company_currency(), cancelled_at=None)
    placed = _within(standing, "ordered_at", start, end)
    part = Case(When(repeat_of__isnull=False, then=Value(AGAIN)), default=Value(FIRST))
    return placed.annotate(
        subject=F("owner_id"), day=_day("ordered_at"), part=part, value=F("amount") - F("cancelled_amount")
    )


def stage_flow(start: date | None, end: date | None) -> QuerySet[DealVersion]:
    """Open deals in the company's currency that came to stand somewhere or left it, with what they were worth there,
    under who owns them now: all that came up to a day, less all that left, stood at its end.

    Whatever changes of a deal ends one version and begins another, so a deal whose amount changes leaves its stage and
    comes to it again.
    """
    open_then = DealVersion.objects.counted().filter(stage__kind=StageKind.OPEN, deal__currency=company_currency())
    came = _within(open_then, "valid_from", start, end)
    left = _within(open_then.filter(valid_to__isnull=False), "valid_to", start, end)
    return _flow(came, CAME, "valid_from").union(_flow(left, LEFT, "valid_to"), all=True)


def _flow(versions: QuerySet, sign: str, instant: str) -> QuerySet:
    return versions.order_by().values(
        subject=F("deal__owner_id"),
        day=_day(instant),
        part=Concat(Value(sign), Cast("stage_id", CharField())),
        value=Coalesce("amount", "list_amount"),
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
    keys = _as_told(events, "activity.taken_back", owner="user_id", instant="happened_at").union(rows)
    spans = _of_another_zone(events) | _imported(events, ACTIVITIES_LANDED, "day")
    return Touched(keys=keys, spans=spans)


def orders_touched(events: Sequence[Event]) -> Touched:
    placed = [event.subject_id for event in events if event.kind in ORDER_ACTS]
    rows = Order.objects.filter(pk__in=placed).values_list("owner_id", _day("ordered_at")) if placed else []
    keys = _as_told(events, ORDER_TAKEN_BACK, owner="owner_id", instant="ordered_at").union(rows)
    spans = _of_another_zone(events) | _imported(events, ORDERS_LANDED, "day")
    return Touched(keys=keys, spans=spans)


def _as_told(events: Sequence[Event], kind: str, *, owner: str, instant: str) -> frozenset[tuple[int, date]]:
    """Whose and of which day rows were that are no more: the events that took them back say it."""
    gone = [event.payload for event in events if event.kind == kind and event.payload]
    zone = _zone() if gone else ""
    return frozenset((said[owner], day_of(datetime.fromisoformat(said[instant]), zone)) for said in gone)


def stage_flow_touched(events: Sequence[Event]) -> Touched:
    """The days on which the deals came somewhere or left it, as far as an act may have changed them."""
    acted = {event.subject_id: event.happened_at for event in reversed(events) if event.kind in STAGE_ACTS}
    rewritten = {pk for event in events if event.kind in DEALS_REWRITTEN for pk in _deals_of(event)}
    spans = {
        *_imported(events, DEALS_LANDED, "history"),
        *_of_another_zone(events),
        *_moved_in_one_go(events),
        *(_since_it_was_made(event) for event in events if event.kind == TAKEN_BACK),
    }
    return Touched(keys=_days_since(acted) | _all_days_of(rewritten), spans=frozenset(spans))


def _deals_of(event: Event) -> Collection[int]:
    return [each["deal_id"] for each in event.payload["deals"]] if "deals" in event.payload else [event.subject_id]


def _days_since(acted: Mapping[int, datetime]) -> frozenset[tuple[int, date]]:
    if not acted:
        return frozenset()
    begun = DealVersion.objects.filter(deal__in=acted, valid_from__gte=min(acted.values()))
    return frozenset(begun.order_by().values_list("deal__owner_id", _day("valid_from")).distinct())


def _all_days_of(deals: Collection[int]) -> frozenset[tuple[int, date]]:
    """With everybody whom they belonged to: all of a deal's days go to whom it is given."""
    owners: dict[int, set[int]] = {}
    days: dict[int, set[date]] = {}
    begun = DealVersion.objects.filter(deal__in=deals).order_by() if deals else DealVersion.objects.none()
    for deal, owner, day in begun.values_list("deal_id", "owner_id", _day("valid_from")):
        owners.setdefault(deal, set()).add(owner)
        days.setdefault(deal, set()).add(day)
    return frozenset(key for deal in owners for key in product(owners[deal], days[deal]))


def _moved_in_one_go(events: Sequence[Event]) -> frozenset[Span]:
    """The days on which deals were taken to another version of their process."""
    moves = [event.payload["move_id"] for event in events if event.kind in PROCESS_ACTS]
    days = VersionMove.objects.filter(pk__in=moves).values_list(_day("at"), flat=True) if moves else []
    return frozenset((day, day + timedelta(days=1)) for day in days)


def _since_it_was_made(event: Event) -> Span:
    """A deal that was made and taken back is no more: the days between."""
    if "created_at" not in event.payload:
        return EVER
    zone = _zone()
    return (
        day_of(datetime.fromisoformat(event.payload["created_at"]), zone),
        day_of(event.happened_at, zone) + timedelta(days=1),
    )


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


def _day(instant: str) -> TruncDate:
    return TruncDate(instant, tzinfo=ZoneInfo(_zone()), output_field=DateField())


def _within(rows: QuerySet, instant: str, start: date | None, end: date | None) -> QuerySet:
    zone = _zone() if start or end else ""
    if start:
        rows = rows.filter(**{f"{instant}__gte": day_start(start, zone)})
    if end:
        rows = rows.filter(**{f"{instant}__lt": day_start(end, zone)})
    return rows
