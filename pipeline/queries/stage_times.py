"""How long deals stood in each stage that they have left: one row a deal and stage, its visits added up."""

from zoneinfo import ZoneInfo

from django.db.models import BigIntegerField, F, Func, Q
from django.db.models.functions import TruncDate

from pipeline.choices import StageKind
from pipeline.models import Deal, StageStay
from pipeline.models.stage_stay import StageStayQuerySet
from pipeline.queries.deals_as_of import with_deals_owner
from pipeline.queries.owner_places import of_team, with_owner_place
from salesmgmt.figures.scope import Scope

MINUTES_OF_A_DAY = 24 * 60


class MinutesOf(Func):
    """Whole minutes, what is begun left off. A double holds a century to the microsecond, and takes a fraction of the
    time that NUMERIC does."""

    template = "floor(date_part('epoch', %(expressions)s) / 60)::bigint"
    output_field = BigIntegerField()


def times_in_stages(scope: Scope) -> StageStayQuerySet:
    """The last visit, of those that were over by the instant asked for, of each visible deal to each open stage, with
    the `stage_minutes` of all of them, `fact_day` (the day it first came) and `place` (where its owner stood then)."""
    last = Q(again_left_at=None) | Q(again_left_at__gte=scope.moment)
    rows = _stays(scope).filter(last, ~_start_unknown(), left_at__lt=scope.moment)
    return rows.annotate(stage_minutes=MinutesOf("stood"))


def times_left_out(scope: Scope) -> StageStayQuerySet:
    """Deals in stages where they still stand, and in all those of deals of unknown start."""
    running = Q(left_at=None) | Q(left_at__gte=scope.moment)
    first = Q(entered_at=F("first_at"))
    return _stays(scope).filter((~_start_unknown() & running) | (_start_unknown() & first))


def _start_unknown() -> Q:
    """By the set of such deals, which are few, rather than by the deal of each stay."""
    return Q(deal__in=Deal.objects.filter(started_date=None).order_by().values("pk"))


def _stays(scope: Scope) -> StageStayQuerySet:
    rows = StageStay.objects.visible_to(scope.user).filter(stage__kind=StageKind.OPEN, entered_at__lt=scope.moment)
    rows, owner = with_deals_owner(rows, scope)
    rows = rows.annotate(fact_day=TruncDate("first_at", tzinfo=ZoneInfo(scope.company.zone)))
    rows = with_owner_place(rows, owner=owner)
    return of_team(rows, scope.team) if scope.team else rows
