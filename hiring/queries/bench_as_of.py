"""The bench as figures count it: who stood there at an instant, how warm they were, which touches were due."""

from datetime import date, datetime, timedelta

from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from hiring.models import BenchEntry, Touch
from hiring.models.bench import BenchEntryQuerySet, may_be_contacted
from hiring.queries.bench import ready_on
from hiring.queries.warmth import is_warm, with_warmth
from onboarding.queries.progress import DayIn
from pipeline.queries.deals_as_of import day_asked
from salesmgmt.common.period import day_start
from salesmgmt.figures.scope import Scope

INSTANT = timedelta(microseconds=1)
ONE = Value(1, output_field=IntegerField())


def standing_then(scope: Scope) -> BenchEntryQuerySet:
    """Visible entries that stood on the bench at the scope's instant, of its owner where it names one."""
    at = last_instant(scope)
    entries = BenchEntry.objects.visible_to(scope.user).filter(put_at__lte=at)
    entries = entries.filter(Q(left_at__isnull=True) | Q(left_at__gt=at))
    return entries.filter(owner=scope.owner) if scope.owner else entries


def ready_then(scope: Scope) -> BenchEntryQuerySet:
    return standing_then(scope).filter(ready_on(day_asked(scope)))


def warm_or_not_then(scope: Scope) -> BenchEntryQuerySet:
    """Adds `standing` (1) and `warm` (1 or 0) by the touches there had been by then."""
    made = Touch.objects.filter(entry=OuterRef("pk"), happened_at__lte=last_instant(scope)).order_by()
    last = Subquery(made.values("entry").annotate(last=Max("happened_at")).values("last"))
    day = day_asked(scope)
    entries = with_warmth(standing_then(scope), on=day, last=last)
    warm = Case(When(is_warm(day), then=1), default=0, output_field=IntegerField())
    return entries.annotate(standing=ONE, warm=warm)


def due_soon(scope: Scope, *, before: date) -> BenchEntryQuerySet:
    """Those who stand on the bench and whose next touch is due before a day, the late ones among them."""
    return standing_then(scope).filter(may_be_contacted(day_asked(scope)), next_touch_date__lt=before)


def touches_judged(scope: Scope) -> QuerySet[BenchEntry]:
    """Entries with `due`, how many touches of theirs were due on days of the scope that are over, and `on_time`, how
    many of those were made by their day. A due day that nobody answered counts as long as the entry stood there."""
    today, zone = day_asked(scope), Value(scope.company.zone)
    days = _days_over(scope, today)
    answered = Q(**{f"touches__due_date__{name}": day for name, day in days})
    in_time = answered & Q(touches__due_date__gte=DayIn(zone, F("touches__happened_at")))
    missed = {f"next_touch_date__{name}": day for name, day in days}
    entries = BenchEntry.objects.counted_for(scope.user)
    if scope.owner:
        entries = entries.filter(owner=scope.owner)
    return (
        entries.annotate(left_date=DayIn(zone, F("left_at")))
        .annotate(
            missed=Case(
                When(
                    Q(**missed)
                    & may_be_contacted(F("next_touch_date"))
                    & (Q(left_at__isnull=True) | Q(left_date__gt=F("next_touch_date"))),
                    then=1,
                ),
                default=0,
                output_field=IntegerField(),
            ),
            on_time=Count("touches", filter=in_time),
        )
        .annotate(due=Count("touches", filter=answered) + F("missed"))
        .filter(due__gt=0)
    )


def _days_over(scope: Scope, today: date) -> list[tuple[str, date]]:
    """The bounds of the scope's days, none of them today or later: a day that is not over cannot be missed yet."""
    end = min(scope.end, today) if scope.end else today
    return [("lt", end), *([("gte", scope.start)] if scope.start else [])]


def last_instant(scope: Scope) -> datetime:
    """The last instant that the question is about; an end of a day is asked for by its midnight."""
    return scope.moment - INSTANT if scope.as_of else scope.moment


def in_days(scope: Scope) -> dict[str, datetime]:
    """Bounds of the scope's days as instants, to filter a start by."""
    zone = scope.company.zone
    bounds = {"gte": scope.start, "lt": scope.end}
    return {name: day_start(day, zone) for name, day in bounds.items() if day}
