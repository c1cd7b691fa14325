"""Rows that somebody finds on a day or at an instant, by a statement drawn up once for all who stand alike.

    @found_alike
    def _reviews(user: User, as_of: date, limit: int) -> QuerySet[AccountPlan]:
        return AccountPlan.objects.filter(account__owner=user, next_review_date__lte=as_of)[:limit]

    rows = _reviews(user, as_of, limit)

Called so, it answers with a list. What the statement makes of the person follows from how they stand and from their
number (`people.standing`), which is put in where it is asked; so are the day, and what lies so many days before or
after it. Whatever else is said must have few values, since there is a statement for each. Neither database nor clock
is asked meanwhile.
"""

from collections.abc import Callable, Hashable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache, wraps
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from salesmgmt.accounts.models import User
from salesmgmt.common.drawn import Drawn
from salesmgmt.people.standing import Standing, said_of

SOME_DAY, SOME_INSTANT = date(5000, 1, 1), datetime(5000, 1, 1, 12, tzinfo=UTC)
"""Stand for the day and the instant while a statement is drawn up."""
NEAR = timedelta(days=365_000)
"""What lies further from it stands in the statement as it is: no day that people mean is as late."""


def found_alike(rows: Callable[..., QuerySet[Any, Any]]) -> Callable[..., list[Any]]:
    """`rows` by position: of a person, a day or an instant, and what has few values."""

    @lru_cache(maxsize=500)
    def drawn(standing: Standing, zone: str, moment: date, *said: Hashable) -> Drawn:
        return Drawn(lambda: rows(standing.somebody(), moment, *said))

    @wraps(rows)
    def found(user: User, moment: date, *said: Hashable) -> list[Any]:
        # instants become days in the active zone, which stands in the statement
        alike = (Standing.of(user), timezone.get_current_timezone_name())
        if isinstance(moment, datetime):
            return drawn(*alike, SOME_INSTANT, *said).rows(said_of(user) | {SOME_INSTANT: moment})
        statement = drawn(*alike, SOME_DAY, *said)
        return statement.rows(said_of(user) | _days(statement, moment))

    return found


def _days(statement: Drawn, as_of: date) -> dict[int | str | date, date]:
    days = {value for value in statement.values if type(value) is date and abs(value - SOME_DAY) < NEAR}
    return {day: as_of + (day - SOME_DAY) for day in days}
