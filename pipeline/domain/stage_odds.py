"""Counts what became of deals by the stages that they stood in, and keeps what was said before."""

from datetime import datetime, timedelta

from django.db import transaction

from pipeline.models import StageOdds
from pipeline.queries.stage_odds import COUNTS, CURRENT, Counted, counted_odds
from salesmgmt.accounts.models import User
from salesmgmt.events.domain.jobs import enqueue
from salesmgmt.events.models import Job

LEAST = timedelta(microseconds=1)


def ask_for_odds(*, at: datetime, by: User | None = None, because: str = "") -> Job:
    """A count an hour at most, and one `because` of something that changed the past, such as an import."""
    key = f"pipeline.count_odds:{because or f'{at:%Y-%m-%dT%H}'}"
    return enqueue(kind="pipeline.count_odds", effect_key=key, params={}, by=by, at=at)


def count_odds(*, at: datetime) -> int:
    """Counts all stages from the facts before `at`, and answers how many say something else than before. Twice is once:
    a count that says the same is only marked as checked. It is counted before the transaction begins, for with a
    million deals that takes seconds, and readers of the event log wait for transactions."""
    return _keep(counted_odds(at), at=at)


@transaction.atomic
def _keep(found: dict[int, Counted], *, at: datetime) -> int:
    current = {row.stage_id: row for row in StageOdds.objects.select_for_update().filter(CURRENT).order_by("pk")}
    changed = 0
    for stage, row in current.items():
        counts = found.get(stage)
        if counts is not None and all(getattr(row, name) == getattr(counts, name) for name in COUNTS):
            found.pop(stage)
            row.checked_at = max(at, row.checked_at)
            row.save(update_fields=["checked_at"])
            continue
        changed += counts is None
        row.valid_to = max(at, row.valid_from + LEAST)
        row.save(update_fields=["valid_to"])
    for stage, counts in sorted(found.items()):
        before = current.get(stage)
        start = at if before is None or before.valid_to is None else before.valid_to
        facts = {name: getattr(counts, name) for name in (*COUNTS, "left_days", "won_rate")}
        StageOdds.objects.create(stage_id=stage, valid_from=start, checked_at=at, **facts)
    return changed + len(found)
