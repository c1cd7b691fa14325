"""Rows that somebody finds on a day, by a statement drawn up once for all who stand alike (`people.standing`).

    @found_alike
    def _reviews(user: User, as_of: date, limit: int) -> QuerySet[AccountPlan]:
        return AccountPlan.objects.filter(account__owner=user, next_review_date__lte=as_of)[:limit]

    rows = _reviews(user, as_of, limit)

Called so, it answers with a list. What the statement makes of the person follows from how they stand and from their
number, which is put in where it is asked; so is the day, and what lies so many days before or after it. Whatever else
is said must have few values, since there is a statement for each. Neither database nor clock is asked meanwhile.
"""

from collections.abc import Callable, Hashable
from datetime import date, timedelta
from functools import lru_cache, wraps
from typing import Any, Concatenate, ParamSpec

from django.db.models import QuerySet
from django.utils import timezone

from salesmgmt.accounts.models import User
from salesmgmt.common.drawn import Drawn
from salesmgmt.people.standing import Standing, said_of

SOME_DAY = date(5000, 1, 1)
"""Stands for the day while a statement is drawn up."""
NEAR = timedelta(days=1000)

Said = ParamSpec("Said")


def found_alike(
    rows: Callable[Concatenate[User, date, Said], QuerySet[Any, Any]],
) -> Callable[Concatenate[User, date, Said], list[Any]]:
    """`rows` by position only: who finds them, the day, and what has few values."""

    @lru_cache(maxsize=500)
    def drawn(standing: Standing, zone: str, *said: Hashable) -> Drawn:
        return Drawn(lambda: rows(standing.somebody(), SOME_DAY, *said))  # type: ignore[call-arg, arg-type]

    @wraps(rows)
    def found(user: User, as_of: date, *said: Any) -> list[Any]:
        # instants become days in the active zone, which stands in the statement
        statement = drawn(Standing.of(user), timezone.get_current_timezone_name(), *said)
        return statement.rows({**said_of(user), **_days(statement, as_of)})

    return found


def _days(statement: Drawn, as_of: date) -> dict[int | str | date, date]:
    days = {value for value in statement.values if type(value) is date and abs(value - SOME_DAY) < NEAR}
    return {day: as_of + (day - SOME_DAY) for day in days}
