"""The one way in which the log forgets: the payloads about one subject are emptied, and that is written down."""

from datetime import datetime

from django.db import connection, transaction

from salesmgmt.accounts.models import User


def erase_subject(*, kind: str, number: int, by: User | None, at: datetime) -> int:
    """Empty the payloads of all events about a row and append `subject.erased`; returns how many were emptied.

    The row may be gone already: one that was merged into another.

    Kind, subject number, actor and instants stay: they say that somebody acted, which the company has to account for,
    and nothing about the person once the app has erased the row that the number points to. A consumer that has not
    yet read these events finds them with an empty payload.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT events_erase_subject(%s, %s, %s, %s)",
            [kind, number, by.pk if by else None, at],
        )
        (emptied,) = cursor.fetchone()
    return int(emptied)
