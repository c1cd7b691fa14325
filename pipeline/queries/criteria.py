"""Which exit criteria are met: of one deal for a move and its page, of many deals for the preview of a draft."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThanOrEqual

from pipeline.choices import CriterionKind, StageKind
from pipeline.models import Activity, CriterionCheck, Deal, DealContact, ExitCriterion, Stage
from salesmgmt.accounts.models import User


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


def met(criterion: ExitCriterion) -> Combinable | Q:
    """Whether a row of Deal meets a criterion; the one place that says what each kind asks for."""
    match criterion.kind:
        case CriterionKind.FIELD:
            return Q(**{f"{criterion.field}__isnull": False})
        case CriterionKind.ACTIVITIES:
            held = Activity.objects.filter(deal=OuterRef("pk"), kind=criterion.activity_kind)
            if criterion.since_entry:
                held = held.filter(happened_at__gte=OuterRef("stage_entered_at"))
            count = held.order_by().values("deal").annotate(count=Count("pk")).values("count")
            return GreaterThanOrEqual(Coalesce(count, 0), Value(criterion.count))
        case CriterionKind.CONTACT:
            return Exists(DealContact.objects.filter(deal=OuterRef("pk"), role=criterion.role).standing())
    return Exists(CriterionCheck.objects.filter(deal=OuterRef("pk"), criterion=criterion.pk))


def criteria_between(deal: Deal, to: Stage | None = None) -> QuerySet[ExitCriterion]:
    """Of every open stage that a deal leaves behind on its way to a stage (None: of all that are left)."""
    here = deal.stage
    left = Q(stage__position__gte=here.position)
    if to is not None:
        left &= Q(stage__position__lt=to.position)
    rows = ExitCriterion.objects.filter(
        left, stage__process_version=here.process_version_id, stage__kind=StageKind.OPEN
    )
    return rows.select_related("stage").order_by("stage__position", "position", "pk")


def judge(deal: Deal, criteria: Sequence[ExitCriterion]) -> list[Judged]:
    """What of these a deal meets as it is in memory, where a fact may not be saved yet; one query at most."""
    asked = [each for each in criteria if each.kind != CriterionKind.FIELD]
    found = _asked_of_rows(deal, asked) if asked else {}
    return [
        Judged(each, getattr(deal, each.field) is not None if each.kind == CriterionKind.FIELD else found[each.pk])
        for each in criteria
    ]


def _asked_of_rows(deal: Deal, criteria: Sequence[ExitCriterion]) -> dict[int, bool]:
    answers = {f"criterion_{each.pk}": met(each) for each in criteria}
    row = Deal.objects.filter(pk=deal.pk).values(**answers).get()
    return {each.pk: bool(row[f"criterion_{each.pk}"]) for each in criteria}


def judged_with_ticks(deal: Deal) -> list[Judged]:
    """All that a deal has to meet on its way to the win, with who ticked what; for its page. Two queries at most."""
    if not deal.is_open:
        return []
    here = FilteredRelation("checks", condition=Q(checks__deal=deal.pk))
    ticked = criteria_between(deal).annotate(
        tick=here,
        ticked_evidence=F("tick__evidence"),
        ticked_by=F("tick__by_id"),
        ticked_by_name=F("tick__by__name"),
        ticked_at=F("tick__at"),
    )
    criteria = list(ticked)
    return [Judged(each.criterion, each.met, _tick_of(each.criterion)) for each in judge(deal, criteria)]


def _tick_of(criterion: Any) -> Tick | None:
    if criterion.ticked_at is None:
        return None
    return Tick(criterion.ticked_evidence, criterion.ticked_by, criterion.ticked_by_name, criterion.ticked_at)


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
