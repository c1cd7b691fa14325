"""What pay does when deals and targets change (drafts made of them become stale), and when a run is closed."""

from collections.abc import Sequence
from datetime import datetime

from compensation.choices import DEAL_KINDS, IMPORT_KINDS, TARGET_KINDS
from salesmgmt.events.models import Event
from salesmgmt.events.registry import consumer


@consumer(name="compensation.stale_runs", kinds=DEAL_KINDS | IMPORT_KINDS | TARGET_KINDS)
def mark_stale_runs(events: Sequence[Event], *, at: datetime) -> None:
    from compensation.domain.staleness import mark_runs_touched_by

    mark_runs_touched_by(events)


@consumer(name="compensation.final_statements", kinds={"pay_run.finalized"}, from_now=True)
def tell_people(events: Sequence[Event], *, at: datetime) -> None:
    from compensation.domain.telling import tell_of_final_statements

    tell_of_final_statements(events, at=at)
