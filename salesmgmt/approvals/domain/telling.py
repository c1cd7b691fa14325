"""Telling who asked what became of it."""

from collections.abc import Sequence
from datetime import datetime

from salesmgmt.approvals.models import ApprovalRequest
from salesmgmt.approvals.notices import OUTCOME, SUBJECT
from salesmgmt.events.models import Event
from salesmgmt.outbox.domain.notifying import notify
from salesmgmt.outbox.registry import Reminder
from salesmgmt.people.models import Company


def tell(events: Sequence[Event], *, at: datetime) -> None:
    company = Company.objects.current()
    requests = ApprovalRequest.objects.in_bulk([event.subject_id for event in events])
    reminders = [
        Reminder(requests[event.subject_id].asked_by_id, SUBJECT, event.subject_id, company.day_of(event.happened_at))
        for event in events
        if event.subject_id in requests
    ]
    notify(kind=OUTCOME, reminders=reminders, at=at)
