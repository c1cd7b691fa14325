"""What was done by its day: items, and journeys as a whole."""

from datetime import datetime

from django.db.models import Case, DateField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Least

from onboarding.choices import JourneyState
from onboarding.models import Journey, JourneyItem
from onboarding.queries.progress import office_day
from salesmgmt.people.models import Company


def items_due(items: QuerySet[JourneyItem], *, at: datetime, company: Company) -> QuerySet[JourneyItem]:
    """The items whose day had passed at an instant, with `on_time` (1 or 0) and `due` (1).

    Of a stopped journey those whose day had passed when it was stopped: the others were no longer asked for.
    """
    today = office_day(at, company=company, office="journey__office")
    stopped = office_day(F("journey__ended_at"), company=company, office="journey__office")
    asked_until = Case(
        When(journey__state=JourneyState.STOPPED, then=Least(today, stopped)), default=today, output_field=DateField()
    )
    rows = items.annotate(
        done_on=office_day(F("done_at"), company=company, office="journey__office"), asked_until=asked_until
    )
    return rows.filter(due_date__lt=F("asked_until")).annotate(
        on_time=Case(When(done_on__lte=F("due_date"), then=1), default=0), due=_one()
    )


def journeys_judged(journeys: QuerySet[Journey], *, at: datetime, company: Company) -> QuerySet[Journey]:
    """The journeys of which something was due before the day of an instant and which were not stopped by then, with
    `on_time` (1 or 0) and `judged` (1).

    A journey is on time when nothing that was due before the day is undone on it; once the last item's day has passed,
    when nothing was undone at the end of that last day.
    """
    items = JourneyItem.objects.filter(journey=OuterRef("pk"))
    behind = (
        items.filter(due_date__lt=OuterRef("office_today"))
        .annotate(done_on=office_day(F("done_at"), company=company, office="journey__office"))
        .filter(Q(done_at__isnull=True) | Q(done_on__gt=OuterRef("judged_on")))
    )
    rows = journeys.annotate(
        office_today=office_day(at, company=company),
        first_due=Subquery(items.order_by("due_date").values("due_date")[:1]),
        last_due=Subquery(items.order_by("-due_date").values("due_date")[:1]),
    ).annotate(judged_on=Least(F("office_today"), F("last_due")))
    stopped = Q(state=JourneyState.STOPPED, ended_at__lt=at)
    return rows.filter(~stopped, first_due__lt=F("office_today")).annotate(
        on_time=Case(When(Exists(behind), then=0), default=1), judged=_one()
    )


def _one() -> Case:
    """1 of every row, as a column that can be summed."""
    return Case(When(pk__gt=0, then=Value(1)), default=0)
