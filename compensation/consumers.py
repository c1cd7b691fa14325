"""What pay does when deals and targets change: drafts made of them become stale."""

from collections.abc import Sequence
from datetime import datetime

from salesmgmt.events.models import Event
from salesmgmt.events.registry import consumer

DEAL_KINDS = {
    "deal.won",
    "deal.lost",
    "deal.reopened",
    "deal.edited",
    "deal.given",
    "deal.shared",
    "deal.lines_set",
    "deal.move_undone",
}
BATCH_KINDS = {"deals.imported", "import.finished", "import.taken_back"}
TARGET_KINDS = {"target.set", "target.adjusted"}


@consumer(name="compensation.stale_runs", kinds=DEAL_KINDS | BATCH_KINDS | TARGET_KINDS)
def mark_stale_runs(events: Sequence[Event], *, at: datetime) -> None:
    from compensation.domain.staleness import (
        mark_every_draft_stale,
        mark_runs_of_deals_stale,
        mark_runs_of_targets_stale,
    )

    if any(event.kind in BATCH_KINDS for event in events):
        mark_every_draft_stale()
        return
    mark_runs_of_deals_stale({event.subject_id for event in events if event.kind in DEAL_KINDS})
    mark_runs_of_targets_stale({event.subject_id for event in events if event.kind in TARGET_KINDS})
