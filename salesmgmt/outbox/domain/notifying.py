"""Telling people, once about each subject and its day."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from django.db import connection, transaction

from salesmgmt.events.domain.messages import send_on_commit
from salesmgmt.outbox import registry
from salesmgmt.outbox.choices import MailState
from salesmgmt.outbox.registry import Reminder

CHUNK = 500
# in one order, so that two turns at once wait for each other and do not lock each other out
INSERT = """
    INSERT INTO outbox_notification
        (person_id, kind, subject_kind, subject_id, due_date, created_at, mail_state)
    SELECT person.id, %(kind)s, due.subject_kind, due.subject_id, due.due_date, %(at)s, %(waiting)s
    FROM unnest(%(people)s::bigint[], %(subject_kinds)s::text[], %(subjects)s::bigint[], %(days)s::date[])
        AS due (person_id, subject_kind, subject_id, due_date)
    JOIN accounts_user person ON person.id = due.person_id AND person.is_active
    ORDER BY due.subject_kind, due.subject_id, due.due_date, person.id
    ON CONFLICT DO NOTHING
"""


def notify(*, kind: str, reminders: Iterable[Reminder], at: datetime) -> int:
    """Tell each person about each subject and its day, unless they were told before; returns how many are new.

    People who can no longer sign in are left out. Safe to call again and at the same time as another: the constraint
    decides. Each chunk commits by itself unless the caller has a transaction open. Raises LookupError for a kind that
    nobody declared: a mistake in the program.
    """
    if registry.kind_of(kind) is None:
        raise LookupError(f"No app declares notices of kind {kind!r}; register it in a notices.py.")
    return sum(_insert(kind, chunk, at) for chunk in _chunks(reminders))


def _insert(kind: str, reminders: list[Reminder], at: datetime) -> int:
    columns = {
        "people": [each.person_id for each in reminders],
        "subject_kinds": [each.subject_kind for each in reminders],
        "subjects": [each.subject_id for each in reminders],
        "days": [each.due_date for each in reminders],
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(INSERT, {"kind": kind, "at": at, "waiting": MailState.WAITING, **columns})
        new = cursor.rowcount
        if new:
            send_on_commit("outbox.send_mails")
    return new


def _chunks(reminders: Iterable[Reminder]) -> Iterator[list[Reminder]]:
    waiting = iter(reminders)
    while chunk := list(islice(waiting, CHUNK)):
        yield chunk
