"""One effect for a request however often it is sent: claimed before the act, answered from what was kept after it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import OperationalError, connection
from django.db.models import Model
from psycopg.errors import LockNotAvailable
from psycopg.types.json import Jsonb

from salesmgmt.accounts.models import User
from salesmgmt.api.models import IdempotencyRecord
from salesmgmt.api.refusals import KeyReused, StillAtWork

KEPT_FOR = timedelta(hours=24)
_CHUNK = 5_000

# A row that has had its day is taken over as if it were not there. Who comes second waits at the unique key until the
# first commits, and then changes nothing.
_CLAIM = """
INSERT INTO api_idempotencyrecord
    (principal, method, path, key, user_id, digest, headers, body, subject_kind, created_at)
VALUES (%s, %s, %s, %s, %s, %s, '{}', '', '', %s)
ON CONFLICT (principal, method, path, key) DO UPDATE
    SET digest = EXCLUDED.digest, created_at = EXCLUDED.created_at, user_id = EXCLUDED.user_id
    WHERE api_idempotencyrecord.created_at <= %s
RETURNING id
"""
_KEEP = """
UPDATE api_idempotencyrecord SET status = %s, headers = %s, body = %s, subject_kind = %s, subject_id = %s
WHERE principal = %s AND method = %s AND path = %s AND key = %s
"""


@dataclass(frozen=True)
class Asked:
    """What makes two requests the same: their sender, method, path and key; `digest` is that of the parsed body."""

    principal: str
    method: str
    path: str
    key: str
    digest: str
    user: User


@dataclass(frozen=True)
class Given:
    """An answer as it is kept."""

    status: int
    headers: dict[str, str]
    body: str
    subject: Model | None


def claim(*, asked: Asked, at: datetime) -> IdempotencyRecord | None:
    """The answer that this request got before; None when it is the first, whose act then follows in this transaction.

    Raises KeyReused for another body under the same key, StillAtWork when the first takes too long.
    """
    values = [asked.principal, asked.method, asked.path, asked.key, asked.user.pk, asked.digest, at, at - KEPT_FOR]
    try:
        with connection.cursor() as cursor:
            cursor.execute(_CLAIM, values)
            claimed = cursor.fetchone() is not None
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            raise StillAtWork("The same request is still at work: send it again in a few seconds.") from error
        raise
    if claimed:
        return None
    record = IdempotencyRecord.objects.get(
        principal=asked.principal, method=asked.method, path=asked.path, key=asked.key
    )
    if record.digest != asked.digest:
        raise KeyReused(
            f"The Idempotency-Key {asked.key} was sent with another body before: take a new key for a new request."
        )
    return record


def keep(*, asked: Asked, given: Given) -> None:
    """Keep the answer of a request that was claimed in this transaction."""
    subject = given.subject
    about = ("", None) if subject is None else (subject._meta.label_lower, subject.pk)
    key = (asked.principal, asked.method, asked.path, asked.key)
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [given.status, Jsonb(given.headers), given.body, *about, *key])


def forget_old(*, at: datetime) -> int:
    """Delete the answers that have had their day; returns how many."""
    deleted = 0
    while True:
        old = IdempotencyRecord.objects.filter(created_at__lte=at - KEPT_FOR).values("pk")[:_CHUNK]
        count, _ = IdempotencyRecord.objects.filter(pk__in=old).delete()
        deleted += count
        if count < _CHUNK:
            return deleted


def forget_about(*, subjects: Iterable[tuple[str, int]]) -> None:
    """Delete every answer about these (kind, number), which were erased, and every answer that they got as persons."""
    for kind, number in subjects:
        IdempotencyRecord.objects.filter(subject_kind=kind, subject_id=number).delete()
        if kind == User._meta.label_lower:
            IdempotencyRecord.objects.filter(user_id=number).delete()
