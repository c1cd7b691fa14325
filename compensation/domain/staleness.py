"""Marks draft runs as stale: what they were made of has changed since."""

from collections.abc import Collection
from datetime import date

from django.db.models import Exists, OuterRef, Q

from compensation.models import Credit, Run
from compensation.models.run import RunQuerySet
from pipeline.models import Deal, Target


def mark_runs_stale(first_day: date, end_day: date | None) -> int:
    """The calculated drafts that touch the days [first_day, end_day); returns how many were not stale before."""
    drafts = _fresh().filter(end_date__gt=first_day)
    if end_day is not None:
        drafts = drafts.filter(start_date__lt=end_day)
    return drafts.update(stale=True)


def mark_runs_of_deals_stale(deal_ids: Collection[int]) -> int:
    """The drafts in whose days these deals close now, and those that they are credited in."""
    closing = Deal.objects.filter(
        pk__in=deal_ids, close_date__gte=OuterRef("start_date"), close_date__lt=OuterRef("end_date")
    )
    credited = Credit.objects.filter(deal__in=deal_ids).values("run_id")
    return _fresh().filter(Q(Exists(closing)) | Q(pk__in=credited)).update(stale=True)


def mark_runs_of_targets_stale(target_ids: Collection[int]) -> int:
    """The drafts whose days are those of one of these targets."""
    targets = Target.objects.filter(pk__in=target_ids, start_date=OuterRef("start_date"), end_date=OuterRef("end_date"))
    return _fresh().filter(Exists(targets)).update(stale=True)


def _fresh() -> RunQuerySet:
    return Run.objects.drafts().filter(stale=False, calculation__gt=0)
