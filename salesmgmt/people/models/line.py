"""The manager line as SQL expressions: who stands below whom, in one query however deep.

The recursion lives in the database functions of migration 0002: `people_line(head, day)` gives a person and
everybody below, `people_above(user, day)` everybody above, `people_today()` the day it is in the company's zone.
Today's line of who asks is read once a request, with what else holds for them (`people.standing`), and stands in
statements as numbers: so the planner knows how many rows a line owns, and whether it owns any.
"""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, BooleanField, DateField, F, Func, Q, Value
from django.db.models.expressions import Combinable

from salesmgmt.accounts.models import User
from salesmgmt.people.standing import register_standing, standing_of

_IDS = ArrayField(BigIntegerField())


class IsAnyOf(Func):
    """`column = ANY (array)`: the array is computed once per statement and the column's index can be used."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = BooleanField()


def reaching_beyond(day: date) -> Q:
    """Rows whose `valid` still has days at or after a day."""
    return Q(valid__endswith__isnull=True) | Q(valid__endswith__gt=day)


def company_today() -> Func:
    return Func(function="people_today", output_field=DateField())


def line_of(user: User, day: date | None = None) -> Func | Value:
    """The ids of a person and everybody below on a day (today's line when none is given)."""
    if day is not None:
        return _once(line_below(Value(user.pk), Value(day, output_field=DateField())))
    known = standing_of(user).get("people.line")
    if known is None:  # of somebody who is signed out, or for whom a statement is drawn up before who asks is known
        return _once(line_below(Value(user.pk), company_today()))
    return Value(list(known), output_field=_IDS)


def line_below(head: Combinable, day: Combinable) -> Func:
    return Func(head, day, function="people_line", output_field=_IDS)


def team_and_below(team_id: int) -> Func:
    """The ids of a team and all teams below it."""
    return _once(Func(Value(team_id), function="people_subteams", output_field=_IDS))


def _once(ids: Func) -> Func:
    """As a sub-select, which PostgreSQL computes once a statement; a bare call it would repeat for each row."""
    return Func(ids, template="(SELECT %(expressions)s)::bigint[]", output_field=_IDS)


register_standing("people.line", lambda: line_below(F("pk"), company_today()))
