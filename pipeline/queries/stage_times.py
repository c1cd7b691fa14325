"""How long deals stood in each stage that they have left: one row a deal and stage, its visits added up."""

from zoneinfo import ZoneInfo

from django.db.models import DecimalField, F, Func, Q
from django.db.models.functions import TruncDate

from pipeline.choices import StageKind
from pipeline.models import StageStay
from pipeline.models.stage_stay import StageStayQuerySet
from pipeline.queries.deals_as_of import with_deals_owner
from pipeline.queries.owner_places import of_team, with_owner_place
from salesmgmt.figures.scope import Scope


class DaysOf(Func):
    """Begun minutes left off, as days."""

    template = "(floor(extract(epoch FROM %(expressions)s) / 60) / 1440)"
    output_field = DecimalField()


def times_in_stages(scope: Scope) -> StageStayQuerySet:
    """The last visit, of those that were over by the instant asked for, of each visible deal to each open stage, with
    the `stage_days` of all of them, `fact_day` (the day it first came) and `place` (where its owner stood then)."""
    last = Q(again_left_at=None) | Q(again_left_at__gte=scope.moment)
    rows = _stays(scope).filter(last, left_at__lt=scope.moment, deal__started_date__isnull=False)
    return rows.annotate(stage_days=DaysOf("stood"))


def times_left_out(scope: Scope) -> StageStayQuerySet:
    """Deals in stages where they still stand, and in all those of deals of unknown start."""
    known = Q(deal__started_date__isnull=False)
    running = Q(left_at=None) | Q(left_at__gte=scope.moment)
    return _stays(scope).filter((known & running) | (~known & Q(entered_at=F("first_at"))))


def _stays(scope: Scope) -> StageStayQuerySet:
    rows = StageStay.objects.visible_to(scope.user).filter(stage__kind=StageKind.OPEN, entered_at__lt=scope.moment)
    rows, owner = with_deals_owner(rows, scope)
    rows = rows.annotate(fact_day=TruncDate("first_at", tzinfo=ZoneInfo(scope.company.zone)))
    rows = with_owner_place(rows, owner=owner)
    return of_team(rows, scope.team) if scope.team else rows
