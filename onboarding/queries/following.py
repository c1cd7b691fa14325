"""How long each journey was followed towards ramped, and whether it got there: what ramp time is estimated from."""

from datetime import date

from django.db.models import Case, DateField, F, Func, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Least

from onboarding.choices import JourneyState, MilestoneKind
from onboarding.models import Journey, JourneyMilestone, RampDefinition
from onboarding.queries.progress import DayIn
from pipeline.queries.deals_as_of import DaysBetween
from salesmgmt.people.models import Company, Membership

RAMP_MILESTONE = MilestoneKind.FIRST_DEAL
"""What counts as ramped where nobody has said otherwise."""


class LastDay(Func):
    """The last day of a half-open range of days; NULL while it has no end."""

    template = "(upper(%(expressions)s) - 1)"
    output_field = DateField()


def ramp_milestone() -> Coalesce:
    """The milestone that counts as ramped for a journey, by its role profile and its start."""
    definitions = RampDefinition.objects.filter(
        role_profile=OuterRef("role_profile_id"), valid__contains=OuterRef("start_date")
    )
    return Coalesce(Subquery(definitions.values("milestone")[:1]), Value(RAMP_MILESTONE))


def followed(journeys: QuerySet[Journey], *, as_of: date, company: Company) -> QuerySet[Journey]:
    """The journeys that had started by a day, each with how far it was followed up to that day.

    `followed_until` is the day itself, or before it the day on which the journey was stopped or the person's last day
    in the company. `ramped_on` is the day of the milestone that counts, if it was reached by then. `ramp_days` counts
    from the start to the one or, without it, to the other; `is_ramped` is 1 or 0. Days are the company's.
    """
    zone = Value(company.zone)
    places = Membership.objects.filter(user=OuterRef("user_id")).order_by("-valid")
    stopped = Case(When(state=JourneyState.STOPPED, then=DayIn(zone, "ended_at")), output_field=DateField())
    last_day = Subquery(places.values(day=LastDay("valid"))[:1], output_field=DateField())
    reached = (
        JourneyMilestone.objects.filter(journey=OuterRef("pk"), kind=OuterRef("ramp_milestone"))
        .annotate(day=DayIn(zone, "reached_at"))
        .filter(day__lte=OuterRef("followed_until"))
    )
    rows = journeys.annotate(
        ramp_milestone=ramp_milestone(), followed_until=Least(Value(as_of, DateField()), stopped, last_day)
    )
    return rows.filter(followed_until__gte=F("start_date")).annotate(
        ramped_on=Subquery(reached.values("day")[:1], output_field=DateField()),
        ramp_days=DaysBetween(Coalesce(F("ramped_on"), F("followed_until")), F("start_date")),
        is_ramped=Case(When(ramped_on__isnull=False, then=1), default=0),
    )
