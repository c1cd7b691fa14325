"""Facts about following the process, for figures: stages that were left, and tasks that came due."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import TruncDate

from pipeline.choices import TaskState
from pipeline.models import StageExit, Task
from pipeline.queries.deals_as_of import day_asked, with_deals_owner
from pipeline.queries.owner_places import of_team, with_owner_place
from salesmgmt.common.period import day_start
from salesmgmt.figures.scope import Scope

LEFT_BEFORE = Q(state=TaskState.LEFT, closed_day__isnull=False, closed_day__lte=F("due_date"))


def exits_in_period(scope: Scope) -> QuerySet[StageExit]:
    """The visible times that a deal left a stage with exit criteria forward, undone ones apart, within the days asked
    for, with `fact_day` (the company's), `place` (where the deal's owner stood on it), `overridden` and `counted`."""
    zone = scope.company.zone
    rows = StageExit.objects.visible_to(scope.user).counted()
    if scope.as_of:
        rows = rows.filter(at__lt=scope.as_of)
    if scope.start:
        rows = rows.filter(at__gte=day_start(scope.start, zone))
    if scope.end:
        rows = rows.filter(at__lt=day_start(scope.end, zone))
    if scope.owner:
        rows = rows.filter(owner=scope.owner)
    rows = rows.annotate(
        fact_day=TruncDate("at", tzinfo=ZoneInfo(zone)),
        overridden=Case(When(unmet=[], then=Value(0)), default=Value(1)),
        counted=Value(1),
    )
    return _placed(rows, scope, "owner")


def tasks_in_period(scope: Scope) -> QuerySet[Task]:
    """The visible tasks that were due within the days asked for, and are over: closed by somebody, or past their day;
    with `fact_day` (the day they were due), `place`, `on_time` and `counted`."""
    closed = Q(closed_day__isnull=False) & ~Q(state=TaskState.LEFT)
    on_time = Q(state=TaskState.DONE, closed_day__lte=F("due_date"))
    return (
        _due(scope)
        .filter(closed | Q(due_date__lt=day_asked(scope)))
        .exclude(LEFT_BEFORE)
        .annotate(on_time=Case(When(on_time, then=Value(1)), default=Value(0)), counted=Value(1))
    )


def tasks_left_before(scope: Scope) -> QuerySet[Task]:
    """Those whose deal had left the stage by the day they were due."""
    return _due(scope).filter(LEFT_BEFORE)


def _due(scope: Scope) -> QuerySet[Task]:
    rows = Task.objects.visible_to(scope.user).of_steps().filter(entered_at__lt=scope.moment)
    if scope.start:
        rows = rows.filter(due_date__gte=scope.start)
    if scope.end:
        rows = rows.filter(due_date__lt=scope.end)
    rows, owner = with_deals_owner(rows, scope)
    day = TruncDate("closed_at", tzinfo=ZoneInfo(scope.company.zone))
    known = Q(closed_at__lt=scope.moment + timedelta(microseconds=0 if scope.as_of else 1))
    rows = rows.annotate(fact_day=F("due_date"), closed_day=Case(When(known, then=day)))
    return _placed(rows, scope, owner)


def _placed(rows: QuerySet[Any], scope: Scope, owner: str) -> QuerySet[Any]:
    rows = with_owner_place(rows, owner=owner)
    return of_team(rows, scope.team) if scope.team else rows
