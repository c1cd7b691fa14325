"""Telling people, once about each subject and its day."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import connection, transaction

from salesmgmt.events.domain.messages import send_on_commit
from salesmgmt.outbox import registry
from salesmgmt.outbox.choices import MailState, Way
from salesmgmt.outbox.queries.hours import hours_of, ways_of
from salesmgmt.outbox.registry import Reminder

CHUNK = 500
# in one order, so that two turns at once wait for each other and do not lock each other out
INSERT = """
    INSERT INTO outbox_notification
        (person_id, kind, subject_kind, subject_id, due_date, created_at, mail_state, in_digest, mail_due_at)
    SELECT person.id, %(kind)s, due.subject_kind, due.subject_id, due.due_date, %(at)s, due.mail_state, due.in_digest,
        due.mail_due_at
    FROM unnest(
        %(people)s::bigint[], %(subject_kinds)s::text[], %(subjects)s::bigint[], %(days)s::date[],
        %(states)s::text[], %(digests)s::bool[], %(due)s::timestamptz[]
    ) AS due (person_id, subject_kind, subject_id, due_date, mail_state, in_digest, mail_due_at)
    JOIN accounts_user person ON person.id = due.person_id AND person.is_active
    ORDER BY due.subject_kind, due.subject_id, due.due_date, person.id
    ON CONFLICT DO NOTHING
"""


def notify(*, kind: str, reminders: Iterable[Reminder], at: datetime) -> int:
    """Tell each person about each subject and its day, unless they were told before; returns how many are new.

    People who can no longer sign in, and those who chose not to be told of the kind, are left out. Its mail leaves when
    the person takes mails. Safe to call again and at the same time as another: the constraint
    decides. Each chunk commits by itself unless the caller has a transaction open. Raises LookupError for a kind that
    nobody declared: a mistake in the program.
    """
    if registry.kind_of(kind) is None:
        raise LookupError(f"No app declares notices of kind {kind!r}; register it in a notices.py.")
    return sum(_insert(kind, chunk, at) for chunk in _chunks(reminders))


def _insert(kind: str, reminders: list[Reminder], at: datetime) -> int:
    mails = _mails(kind, {each.person_id for each in reminders}, at)
    reminders = [each for each in reminders if each.person_id in mails]
    planned = [mails[each.person_id] for each in reminders]
    columns = {
        "states": [mail.state for mail in planned],
        "digests": [mail.in_digest for mail in planned],
        "due": [mail.due_at for mail in planned],
        "people": [each.person_id for each in reminders],
        "subject_kinds": [each.subject_kind for each in reminders],
        "subjects": [each.subject_id for each in reminders],
        "days": [each.due_date for each in reminders],
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(INSERT, {"kind": kind, "at": at, **columns})
        new = cursor.rowcount
        if new:
            send_on_commit("outbox.send_mails")
    return new


@dataclass(frozen=True, slots=True)
class _Mail:
    state: str
    in_digest: bool
    due_at: datetime


def _mails(kind: str, people: Collection[int], at: datetime) -> dict[int, _Mail]:
    """Whether and when each person's mail leaves; without those who are not to be told."""
    ways, hours = ways_of(people, kind), hours_of(people)
    plans = {
        Way.AT_ONCE: lambda theirs: _Mail(MailState.WAITING, False, theirs.next_mail(at)),
        Way.DIGEST: lambda theirs: _Mail(MailState.WAITING, True, theirs.next_digest(at)),
        Way.HERE: lambda theirs: _Mail(MailState.LEFT_OUT, False, at),
    }
    chosen = {person: ways.get(person, Way.AT_ONCE) for person in hours}
    return {person: plans[Way(way)](hours[person]) for person, way in chosen.items() if way != Way.NOT}


def _chunks(reminders: Iterable[Reminder]) -> Iterator[list[Reminder]]:
    waiting = iter(reminders)
    while chunk := list(islice(waiting, CHUNK)):
        yield chunk
