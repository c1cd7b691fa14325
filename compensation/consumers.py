"""What pay does when deals and targets change: drafts made of them become stale."""

from collections.abc import Sequence
from datetime import date, datetime

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
IMPORT_KINDS = {"deals.imported"}
TARGET_KINDS = {"target.set", "target.adjusted"}


@consumer(name="compensation.stale_runs", kinds=DEAL_KINDS | IMPORT_KINDS | TARGET_KINDS)
def mark_stale_runs(events: Sequence[Event], *, at: datetime) -> None:
    from compensation.domain import staleness

    for event in events:
        if event.kind in IMPORT_KINDS and event.payload.get("close_from"):
            first, end = (date.fromisoformat(event.payload[name]) for name in ("close_from", "close_to"))
            staleness.mark_runs_stale(first, end)
    staleness.mark_runs_of_deals_stale({event.subject_id for event in events if event.kind in DEAL_KINDS})
    staleness.mark_runs_of_targets_stale({event.subject_id for event in events if event.kind in TARGET_KINDS})
