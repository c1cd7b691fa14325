"""Open deals that need somebody: without a next step, with one that is due, stalled, or past their close date.

The same conditions as `pipeline.queries.health` reads off one deal, as SQL over many; paused deals are waited for.
"""

from datetime import date
from typing import Any

from django.db.models import DateField, DateTimeField, F, Func, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from pipeline.models import Deal
from pipeline.queries.stage_odds import with_stage_odds
from salesmgmt.people.models.line import company_today


class NormalSince(Func):
    """The instant at which a deal must have entered its stage, at the latest, not to be in it for longer than normal on
    a day; unknown for a stage without normal days."""

    template = "((%(expressions)s)::timestamp AT TIME ZONE (SELECT zone FROM people_company))"
    arg_joiner = " - "
    output_field = DateTimeField()


def needing_somebody(deals: QuerySet[Deal], day: date | None = None) -> QuerySet[Deal]:
    """Of some deals those that need somebody on a day (today when none is given)."""
    today = _today(day)
    needs = Q(next_step="") | Q(next_step_date__lte=today) | Q(close_date__lt=today) | too_long(today)
    return with_stage_odds(deals.open()).filter(_awake(today), needs)  # type: ignore[attr-defined]


def stalled(deals: QuerySet[Deal], day: date | None = None) -> QuerySet[Deal]:
    """Of some deals the open ones that stand in their stage for longer than its limit, and do not rest: what
    `queries.health` calls stalled of one, for many."""
    today = _today(day)
    return with_stage_odds(deals.open()).filter(_awake(today), too_long(today))  # type: ignore[attr-defined]


LIMIT = Coalesce(F("stage_odds__left_days"), F("stage__normal_days"), output_field=IntegerField())
"""The limit of the stage of deals that came `with_stage_odds`, in days; blank where a stage has none."""


def too_long(today: Any) -> Q:
    """Of deals that came `with_stage_odds`: whether they stand in their stage for more days than its limit."""
    return Q(stage_entered_at__lt=NormalSince(today, LIMIT))


def _awake(today: Any) -> Q:
    return ~(Q(paused_until__isnull=False) & Q(paused_until__gt=today))


def _today(day: date | None) -> Any:
    return company_today() if day is None else Value(day, output_field=DateField())


def late_on(day: date) -> Q:
    """What of those is late: a missing next step, one whose day has passed, a close date that has."""
    return Q(next_step="") | Q(next_step_date__lt=day) | Q(close_date__lt=day)
