"""How long seats take to be filled, and candidates to be hired: two clocks with two starts."""

from datetime import date

from django.db.models import Case, F, QuerySet, Value, When
from django.db.models.functions import Coalesce

from hiring.choices import CandidacyState, OpeningState
from hiring.models import Candidacy, Opening
from onboarding.queries.progress import DayIn
from pipeline.queries.deals_as_of import DaysBetween
from salesmgmt.people.models import Company


def openings_followed(openings: QuerySet[Opening], *, as_of: date, company: Company) -> QuerySet[Opening]:
    """Openings that were opened, each with `fill_days` from then to the day it was filled or cancelled, else to
    `as_of`, and `is_filled`, 1 or 0. Days are the company's."""
    zone = Value(company.zone)
    until = Coalesce(DayIn(zone, F("closed_at")), Value(as_of))
    return openings.ever_opened().annotate(
        opened_on=DayIn(zone, F("opened_at")),
        fill_days=DaysBetween(until, DayIn(zone, F("opened_at"))),
        is_filled=Case(When(state=OpeningState.FILLED, then=1), default=0),
    )


def hires_timed(candidacies: QuerySet[Candidacy], *, company: Company) -> QuerySet[Candidacy]:
    """Candidacies that were hired, each with `hire_days` from the candidate's own start; nobody waits any more."""
    zone = Value(company.zone)
    hired = candidacies.filter(state=CandidacyState.HIRED)
    return hired.annotate(
        hired_on=DayIn(zone, F("ended_at")),
        hire_days=DaysBetween(DayIn(zone, F("ended_at")), DayIn(zone, F("applied_at"))),
        is_hired=Value(1),
    )
