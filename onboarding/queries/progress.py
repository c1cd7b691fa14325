"""How far journeys are: how many items they have, how many are done, how many are late, and since when."""

from datetime import datetime

from django.db.models import Count, DateField, F, Func, Min, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from onboarding.choices import JourneyState
from onboarding.models import Journey
from salesmgmt.people.models import Company


class DayIn(Func):
    """The day that an instant falls on in a zone: `DayIn(zone, instant)`."""

    template = "(timezone(%(expressions)s))::date"
    output_field = DateField()


def office_day(instant: datetime | str | Combinable, *, company: Company, office: str = "office") -> DayIn:
    """The day that an instant falls on where a journey's new hire works; in the company's zone without an office."""
    moment = Value(instant) if isinstance(instant, datetime) else instant
    return DayIn(Coalesce(F(f"{office}__zone"), Value(company.zone)), moment)


def with_progress(journeys: QuerySet[Journey], *, at: datetime, company: Company) -> QuerySet[Journey]:
    """Each journey gets `items_total`, `items_done`, `items_late` and `late_since` (the first due day, if any).

    An item is late from the day after its due day, in the office's zone; of a journey that is over none is.
    """
    today = office_day(at, company=company)
    late = Q(items__done_at__isnull=True, items__due_date__lt=F("office_today"), state=JourneyState.OPEN)
    return journeys.annotate(office_today=today).annotate(
        items_total=Count("items"),
        items_done=Count("items", filter=Q(items__done_at__isnull=False)),
        items_late=Count("items", filter=late),
        late_since=Min("items__due_date", filter=late),
    )
