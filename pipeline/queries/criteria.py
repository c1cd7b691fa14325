"""Which exit criteria are met: of one deal for a move and its page, of many deals for the preview of a draft."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Case, Count, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThanOrEqual

from pipeline.choices import CriterionKind, StageKind
from pipeline.models import (
    Activity,
    CriterionCheck,
    Deal,
    DealContact,
    ExitCriterion,
    QualificationItem,
    QualificationScore,
    Stage,
)
from salesmgmt.accounts.models import User

EVER = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Tick:
    """Who said that it is met, or asked for its approval, and what shows it."""

    evidence: str
    by: int
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Judged:
    """A criterion, whether a deal meets it, and who ticked it where somebody did."""

    criterion: ExitCriterion
    met: bool
    tick: Tick | None = None
    scored: int | None = None

    @property
    def falls_short(self) -> str:
        """Of one that asks for a score: what it is now, and where it is scored."""
        if self.criterion.kind != CriterionKind.QUALIFIED or self.met:
            return ""
        now = "it is unknown now" if self.scored is None else f"it is {self.scored} now"
        return f"{now}, {self.criterion.score} is asked; score it under Qualification on the deal's page"

    def __str__(self) -> str:
        """What is missing, as a refusal names it."""
        return f"{self.criterion}: {self.falls_short}" if self.falls_short else str(self.criterion)


def judged(deal: Deal, to: Stage | None = None) -> list[Judged]:
    """What an open deal has to meet before it leaves the stages on its way to another (None: on its way to the win),
    and whether it does: with its columns as they are in memory, where a fact may not be saved yet. One query."""
    if not deal.is_open:
        return []
    held = Activity.objects.filter(
        deal=deal.pk, kind=OuterRef("activity_kind"), happened_at__gte=OuterRef("counts_from")
    )
    rows = _left_behind(deal, to).annotate(
        tick=FilteredRelation("checks", condition=Q(checks__deal=deal.pk)),
        ticked_evidence=F("tick__evidence"),
        ticked_by=F("tick__by_id"),
        ticked_by_name=F("tick__by__name"),
        ticked_at=F("tick__at"),
        counts_from=Case(When(since_entry=True, then=Value(deal.stage_entered_at)), default=Value(EVER)),
        held=Coalesce(_counted(held), 0),
        has_buyer=Exists(DealContact.objects.filter(deal=deal.pk, role=OuterRef("role")).standing()),
        item_score=Subquery(_scores(deal.pk).filter(code=OuterRef("item__code")).values("score")),
        points=_points(_scores(deal.pk), deal.stage.process_version_id),
    )
    return [_judged(deal, each) for each in rows]


def _judged(deal: Deal, row: Any) -> Judged:
    scored = None
    tick = Tick(row.ticked_evidence, row.ticked_by, row.ticked_by_name, row.ticked_at) if row.ticked_at else None
    match row.kind:
        case CriterionKind.FIELD:
            is_met = getattr(deal, row.field) is not None
        case CriterionKind.ACTIVITIES:
            is_met = row.held >= row.count
        case CriterionKind.CONTACT:
            is_met = row.has_buyer
        case CriterionKind.QUALIFIED:
            scored = row.item_score if row.item_id else row.points
            is_met = scored is not None and scored >= row.score
        case _:
            is_met = tick is not None
    return Judged(row, is_met, tick, scored)


def met(criterion: ExitCriterion) -> Combinable | Q:
    """The same of many deals: whether a row of Deal meets a criterion."""
    match criterion.kind:
        case CriterionKind.FIELD:
            return Q(**{f"{criterion.field}__isnull": False})
        case CriterionKind.ACTIVITIES:
            held = Activity.objects.filter(deal=OuterRef("pk"), kind=criterion.activity_kind)
            if criterion.since_entry:
                held = held.filter(happened_at__gte=OuterRef("stage_entered_at"))
            return GreaterThanOrEqual(Coalesce(_counted(held), 0), Value(criterion.count))
        case CriterionKind.CONTACT:
            return Exists(DealContact.objects.filter(deal=OuterRef("pk"), role=criterion.role).standing())
        case CriterionKind.QUALIFIED:
            scores = _scores(OuterRef("pk"))
            if criterion.item:
                return Exists(scores.filter(code=criterion.item.code, score__gte=criterion.score))
            points = _points(scores, criterion.stage.process_version_id)
            return GreaterThanOrEqual(Coalesce(points, 0), Value(criterion.score))
    return Exists(CriterionCheck.objects.filter(deal=OuterRef("pk"), criterion=criterion.pk))


def _counted(activities: QuerySet[Activity]) -> Subquery:
    return Subquery(activities.order_by().values("deal").annotate(count=Count("pk")).values("count"))


def _scores(deal: Any) -> QuerySet[QualificationScore]:
    """What is said of a deal now; of an item that is unknown, nothing."""
    return QualificationScore.objects.current().filter(deal=deal, score__isnull=False)


def _points(scores: QuerySet[QualificationScore], version: int) -> Subquery:
    """What the items of a version add up to; None while none of them is known."""
    asked = QualificationItem.objects.filter(process_version=version).values("code")
    return Subquery(scores.filter(code__in=asked).order_by().values("deal").annotate(sum=Sum("score")).values("sum"))


def _left_behind(deal: Deal, to: Stage | None) -> QuerySet[ExitCriterion]:
    """Of every open stage that a deal leaves behind on its way to a stage (None: of all that are left)."""
    here = deal.stage
    left = Q(stage__position__gte=here.position)
    if to is not None:
        left &= Q(stage__position__lt=to.position)
    rows = ExitCriterion.objects.filter(
        left, stage__process_version=here.process_version_id, stage__kind=StageKind.OPEN
    )
    return rows.select_related("stage", "item").order_by("stage__position", "position", "pk")


def failing(criteria: Iterable[ExitCriterion], *, user: User) -> dict[int, tuple[int, int]]:
    """By criterion: how many of the open deals that are in its stage now would fail it, and how many there are.

    A draft's stage has no deals yet: those count that are in a published stage of its name in the same process. One
    query for all of them.
    """
    rows = list(criteria)
    if not rows:
        return {}
    counts = {}
    for each in rows:
        here = Q(stage__name=each.stage.name, stage__process_version__process=each.stage.process_version.process_id)
        counts[f"fails_{each.pk}"] = Count("pk", filter=here & Q(Case(When(met(each), then=False), default=True)))
        counts[f"of_{each.pk}"] = Count("pk", filter=here)
    found = Deal.objects.visible_to(user).open().aggregate(**counts)
    return {each.pk: (found[f"fails_{each.pk}"], found[f"of_{each.pk}"]) for each in rows}
