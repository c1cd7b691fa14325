"""Open deals that need somebody: without a next step, with one that is due, too long in their stage, or past their day.

The same conditions as `pipeline.queries.health` reads off one deal, as SQL over many; paused deals are waited for.
"""

from datetime import date
from typing import Any

from django.db.models import DateField, DateTimeField, F, Func, Q, QuerySet, Value

from pipeline.models import Deal
from salesmgmt.people.models.line import company_today


class NormalSince(Func):
    """The instant at which a deal must have entered its stage, at the latest, not to be in it for longer than normal on
    a day; unknown for a stage without normal days."""

    template = "((%(expressions)s)::timestamp AT TIME ZONE (SELECT zone FROM people_company))"
    arg_joiner = " - "
    output_field = DateTimeField()


def needing_somebody(deals: QuerySet[Deal], day: date | None = None) -> QuerySet[Deal]:
    """Of some deals those that need somebody on a day (today when none is given)."""
    today: Any = company_today() if day is None else Value(day, output_field=DateField())
    needs = (
        Q(next_step="")
        | Q(next_step_date__lte=today)
        | Q(close_date__lt=today)
        | Q(stage_entered_at__lt=NormalSince(today, F("stage__normal_days")))
    )
    resting = Q(paused_until__isnull=False) & Q(paused_until__gt=today)
    return deals.open().filter(~resting, needs)  # type: ignore[attr-defined]


def late_on(day: date) -> Q:
    """What of those is late: a missing next step, one whose day has passed, a close date that has."""
    return Q(next_step="") | Q(next_step_date__lt=day) | Q(close_date__lt=day)
