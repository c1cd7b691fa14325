"""Leads for figures: those that a person may see, by the company's day on which they came in, in the state of an
instant."""

from zoneinfo import ZoneInfo

from django.db.models import F, QuerySet
from django.db.models.functions import TruncDate

from pipeline.models import Lead
from pipeline.queries.lead_states import state_before
from pipeline.queries.owner_places import of_team, with_owner_place
from salesmgmt.common.period import day_start
from salesmgmt.figures.scope import Scope


def leads_in_period(scope: Scope) -> QuerySet[Lead]:
    """With `fact_day` (the company's day on which a lead came in), `place` (where its owner stood on it), and
    `was_state` and `was_rejection`: what it is now, or was at the instant asked for (null: nobody knows)."""
    zone = scope.company.zone
    rows = Lead.objects.visible_to(scope.user).called()
    if scope.as_of:
        rows = state_before(rows.filter(created_at__lt=scope.as_of), scope.as_of)
    else:
        rows = rows.annotate(was_state=F("state"), was_rejection=F("rejection"))
    if scope.start:
        rows = rows.filter(created_at__gte=day_start(scope.start, zone))
    if scope.end:
        rows = rows.filter(created_at__lt=day_start(scope.end, zone))
    if scope.owner:
        rows = rows.filter(owner=scope.owner)
    rows = with_owner_place(rows.annotate(fact_day=TruncDate("created_at", tzinfo=ZoneInfo(zone))), owner="owner")
    return of_team(rows, scope.team) if scope.team else rows
