"""Marks draft runs as stale: what they were made of has changed since."""

from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import Exists, OuterRef, Q

from compensation.choices import DEAL_KINDS, IMPORT_KINDS, TARGET_KINDS
from compensation.models import Credit, Run
from compensation.models.run import RunQuerySet
from compensation.queries.runs import closes_in_its_days
from pipeline.models import Target
from salesmgmt.events.models import Event
from salesmgmt.imports.queries.untold import untold


def mark_runs_stale(first_day: date, end_day: date | None) -> int:
    """The calculated drafts that touch the days [first_day, end_day); returns how many were not stale before."""
    return _touching(_fresh(), first_day, end_day).update(stale=True)


def mark_runs_touched_by(events: Sequence[Event]) -> None:
    """The drafts whose deals or targets these events changed, and that do not know of it yet."""
    for run in _fresh():
        later = [event for event in events if (event.epoch, event.tx) >= (run.known_epoch, run.known_tx)]
        this = Run.objects.drafts().filter(pk=run.pk)
        deals = {event.subject_id for event in later if event.kind in DEAL_KINDS}
        targets = {event.subject_id for event in later if event.kind in TARGET_KINDS}
        touched = _of_deals(this, deals).exists() or _of_targets(this, targets).exists()
        if touched or any(_of_import(this, event) for event in later if event.kind in IMPORT_KINDS):
            this.update(stale=True)


def mark_runs_that_could_credit(deal_ids: Collection[int]) -> None:
    """The drafts in whose days these deals close now, which another run has kept from crediting them."""
    _fresh().filter(closes_in_its_days(deal_ids)).update(stale=True)


def rows_are_landing(run: Run) -> bool:
    """Whether an import under way has brought deals or targets of the run’s days; its event comes at its end."""
    this = Run.objects.filter(pk=run.pk)
    return any(_of_import(this, event) for event in untold(IMPORT_KINDS))


def _of_deals(runs: RunQuerySet, deal_ids: Collection[int]) -> RunQuerySet:
    """Those in whose days these deals close now, and those that the deals are credited in."""
    credited = Credit.objects.filter(deal__in=deal_ids).values("run_id")
    return runs.filter(closes_in_its_days(deal_ids) | Q(pk__in=credited))


def _of_targets(runs: RunQuerySet, target_ids: Collection[int]) -> RunQuerySet:
    """Those whose days are those of one of these targets."""
    targets = Target.objects.filter(pk__in=target_ids, start_date=OuterRef("start_date"), end_date=OuterRef("end_date"))
    return runs.filter(Exists(targets))


def _of_import(runs: RunQuerySet, event: Event) -> bool:
    """Whether an import brought deals that close in their days, or targets of these."""
    span = "close" if event.kind.startswith("deals.") else "day"
    if not event.payload.get(f"{span}_from"):
        return False
    first, end = (date.fromisoformat(event.payload[f"{span}_{name}"]) for name in ("from", "to"))
    return _touching(runs, first, end).exists()


def _touching(runs: RunQuerySet, first_day: date, end_day: date | None) -> RunQuerySet:
    runs = runs.filter(end_date__gt=first_day)
    return runs if end_day is None else runs.filter(start_date__lt=end_day)


def _fresh() -> RunQuerySet:
    return Run.objects.drafts().filter(stale=False, calculation__gt=0)
