"""What the API does when somebody is erased: the answers it keeps about them go too."""

from collections.abc import Sequence
from datetime import datetime

from salesmgmt.events.models import Event
from salesmgmt.events.registry import consumer


@consumer(name="api.erased_answers", kinds={"subject.erased"}, from_now=True)
def forget_erased(events: Sequence[Event], *, at: datetime) -> None:
    from salesmgmt.api.domain.idempotency import forget_about

    forget_about(subjects=sorted({(event.subject_kind, event.subject_id) for event in events}))
