"""What people did for deals, as facts for figures: how long, in which stage of the deal, verified or not."""

from zoneinfo import ZoneInfo

from django.db.models import (
    Case,
    DecimalField,
    ExpressionWrapper,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, TruncDate

from pipeline.choices import ActivityKind
from pipeline.models import Activity, DealVersion
from pipeline.queries.owner_places import of_team, with_owner_place
from salesmgmt.common.period import day_start
from salesmgmt.figures.scope import Scope

EXACT = DecimalField(max_digits=24, decimal_places=8)


def activities_in_period(scope: Scope) -> QuerySet[Activity]:
    """The visible calls, e-mails, meetings and demos within the days asked for, with `fact_day` (the company's),
    `place` (where who did them stood on it), `verified` (by the instant asked for, by `seen_by`) and `counted`."""
    zone = scope.company.zone
    rows = Activity.objects.visible_to(scope.user).exclude(kind=ActivityKind.NOTE)
    seen = Q(verified_by__isnull=False)
    if scope.as_of:
        rows, seen = rows.filter(happened_at__lt=scope.as_of), seen & Q(verified_at__lt=scope.as_of)
    if scope.start:
        rows = rows.filter(happened_at__gte=day_start(scope.start, zone))
    if scope.end:
        rows = rows.filter(happened_at__lt=day_start(scope.end, zone))
    if scope.owner:
        rows = rows.filter(user=scope.owner)
    rows = rows.annotate(
        fact_day=TruncDate("happened_at", tzinfo=ZoneInfo(zone)),
        verified=Case(When(seen, then=Value(1)), default=Value(0)),
        seen_by=FilteredRelation("verified_by", condition=seen),
        counted=Value(1),
    )
    rows = with_owner_place(rows, owner="user")
    return of_team(rows, scope.team) if scope.team else rows


def timed_activities(scope: Scope) -> QuerySet[Activity]:
    """Those whose minutes are known, with `hours` (exact) and `stage_then` and `stage_name`, where their deal stood at
    that instant: null before its first version."""
    then = DealVersion.objects.counted().filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=OuterRef("happened_at")),
        deal=OuterRef("deal"),
        valid_from__lte=OuterRef("happened_at"),
    )
    latest = then.order_by("-valid_from")
    hours = ExpressionWrapper(Cast(F("minutes"), EXACT) / Value(60), output_field=EXACT)
    return (
        activities_in_period(scope)
        .filter(minutes__isnull=False)
        .annotate(
            hours=hours,
            stage_then=Subquery(latest.values("stage_id")[:1]),
            stage_name=Subquery(latest.values("stage__name")[:1]),
        )
    )


def untimed_activities(scope: Scope) -> QuerySet[Activity]:
    return activities_in_period(scope).filter(minutes__isnull=True)
