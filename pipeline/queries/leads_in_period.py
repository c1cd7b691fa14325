"""Leads for figures: those that a person may see, by the company's day on which they came in."""

from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.db.models.functions import TruncDate

from pipeline.models import Lead
from pipeline.queries.owner_places import of_team, with_owner_place
from salesmgmt.common.period import day_start
from salesmgmt.figures.scope import Scope


def leads_in_period(scope: Scope) -> QuerySet[Lead]:
    """With `fact_day` (the company's day on which a lead came in) and `place` (where its owner stood on it)."""
    zone = scope.company.zone
    rows = Lead.objects.visible_to(scope.user).called()
    if scope.start:
        rows = rows.filter(created_at__gte=day_start(scope.start, zone))
    if scope.end:
        rows = rows.filter(created_at__lt=day_start(scope.end, zone))
    if scope.owner:
        rows = rows.filter(owner=scope.owner)
    rows = with_owner_place(rows.annotate(fact_day=TruncDate("created_at", tzinfo=ZoneInfo(zone))), owner="owner")
    return of_team(rows, scope.team) if scope.team else rows
