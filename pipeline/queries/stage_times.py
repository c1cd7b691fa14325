"""How long deals stood in each stage that they have left: one row a deal and stage, its visits added up."""

from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import DecimalField, Exists, F, Func, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import TruncDate

from pipeline.choices import StageKind
from pipeline.models import Deal, DealVersion
from pipeline.queries.owner_places import of_team, with_owner_place
from salesmgmt.figures.scope import Scope


class DaysOf(Func):
    """Begun minutes left off, as days."""

    template = "(floor(extract(epoch FROM %(expressions)s) / 60) / 1440)"
    output_field = DecimalField()


def times_in_stages(scope: Scope) -> QuerySet[DealVersion]:
    """The first version of each visible deal in each open stage that it has left by the instant asked for, with the
    `stage_days` of its finished visits, `fact_day` (the day it first came) and `place` (where its owner stood then).

    A visit is finished when a version in another stage follows it; changes within a stage do not end it.
    """
    finished = (
        _versions(scope)
        .filter(deal=OuterRef("deal"), stage=OuterRef("stage"), valid_to__isnull=False)
        .filter(Exists(_left(scope)))
        .order_by()
        .values("deal")
        .annotate(stood=Sum(F("valid_to") - F("valid_from")))
    )
    rows = _firsts(scope).filter(deal__started_date__isnull=False)
    return rows.annotate(stage_days=DaysOf(Subquery(finished.values("stood")))).filter(stage_days__isnull=False)


def times_left_out(scope: Scope) -> QuerySet[DealVersion]:
    """Deals in stages where they still stand, and in all those of deals of unknown start."""
    unknown = Q(deal__started_date=None)
    running = _versions(scope).filter(deal=OuterRef("deal"), stage=OuterRef("stage")).filter(~Exists(_left(scope)))
    return _firsts(scope).filter(unknown | Exists(running))


def _versions(scope: Scope) -> QuerySet[DealVersion]:
    return DealVersion.objects.counted().filter(valid_from__lt=scope.moment)


def _left(scope: Scope) -> QuerySet[DealVersion]:
    """What follows a version in another stage."""
    return (
        _versions(scope)
        .filter(deal=OuterRef("deal"), valid_from__gte=OuterRef("valid_to"))
        .exclude(stage=OuterRef("stage"))
    )


def _firsts(scope: Scope) -> QuerySet[Any]:
    earlier = _versions(scope).filter(
        deal=OuterRef("deal"), stage=OuterRef("stage"), valid_from__lt=OuterRef("valid_from")
    )
    rows = _versions(scope).filter(
        ~Exists(earlier),
        stage__kind=StageKind.OPEN,
        deal__in=Deal.objects.visible_to(scope.user).values("pk"),
    )
    if scope.owner:
        rows = rows.filter(deal__owner=scope.owner)
    rows = rows.annotate(fact_day=TruncDate("valid_from", tzinfo=ZoneInfo(scope.company.zone)))
    rows = with_owner_place(rows, owner="deal__owner")
    return of_team(rows, scope.team) if scope.team else rows
