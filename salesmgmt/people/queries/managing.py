"""Questions about the manager line."""

from datetime import datetime

from django.db import connection

from salesmgmt.accounts.models import User


def manages(user: User, other: User, *, at: datetime) -> bool:
    """Whether `user` stood above `other` in the manager line on the company's day of `at`; never of oneself."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT %s <> %s AND %s = ANY(people_above(%s, people_day(%s)))",
            [user.pk, other.pk, user.pk, other.pk, at],
        )
        return bool(cursor.fetchone()[0])
