"""What follows from the end of a request: who asked is told."""

from collections.abc import Sequence
from datetime import datetime

from salesmgmt.events.models import Event
from salesmgmt.events.registry import consumer


@consumer(
    name="approvals.outcomes",
    kinds={"approval.approved", "approval.refused", "approval.expired", "approval.void"},
    from_now=True,
)
def tell_outcomes(events: Sequence[Event], *, at: datetime) -> None:
    from salesmgmt.approvals.domain.telling import tell

    tell(events, at=at)
