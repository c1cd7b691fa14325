"""Tells people that their pay is final."""

from collections.abc import Sequence
from datetime import datetime

from compensation.models import Statement
from compensation.notices import STATEMENT_FINAL, SUBJECT
from salesmgmt.events.models import Event
from salesmgmt.outbox.domain.notifying import notify
from salesmgmt.outbox.registry import Reminder
from salesmgmt.people.models import Company


def tell_of_final_statements(events: Sequence[Event], *, at: datetime) -> int:
    """Everybody with a statement of the runs that these events closed; returns how many notifications are new."""
    company = Company.objects.current()
    days = {event.subject_id: company.day_of(event.happened_at) for event in events}
    rows = Statement.objects.filter(run__in=days).values_list("user_id", "pk", "run_id").order_by("pk")
    reminders = (Reminder(user, SUBJECT, statement, days[run]) for user, statement, run in rows.iterator())
    return notify(kind=STATEMENT_FINAL, reminders=reminders, at=at)
