"""What became of those who entered a stage, and after how many days."""

from datetime import date, datetime

from django.db.models import Case, F, IntegerField, Min, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Least

from hiring.choices import CandidacyState
from hiring.models import Candidacy, StageVisit
from hiring.models.candidacy import StageVisitQuerySet
from onboarding.queries.progress import DayIn
from pipeline.queries.deals_as_of import DaysBetween
from salesmgmt.people.models import Company

FURTHER, REJECTED, WITHDRAWN = 1, 2, 3
"""What `outcome` says; 0 while they are still there."""


def with_ending(visits: StageVisitQuerySet, *, until: datetime, as_of: date, company: Company) -> StageVisitQuerySet:
    """First visits, each with `outcome` by an instant and `days` from entering to it, or to `as_of` while none is.

    Coming into a later stage, or being hired, comes before whatever ended the candidacy afterwards.
    """
    later = StageVisit.objects.counted().filter(
        candidacy=OuterRef("candidacy"),
        entered_at__gt=OuterRef("entered_at"),
        entered_at__lte=until,
        stage__position__gt=OuterRef("stage__position"),
    )
    first = later.order_by().values("candidacy").annotate(at=Min("entered_at")).values("at")
    ended = Candidacy.objects.filter(pk=OuterRef("candidacy"), ended_at__lte=until, ended_at__gt=OuterRef("entered_at"))
    hired = ended.filter(state=CandidacyState.HIRED).values("ended_at")
    went = ended.filter(state__in=(CandidacyState.REJECTED, CandidacyState.WITHDRAWN))
    zone = Value(company.zone)
    return visits.annotate(
        further_at=Least(Subquery(first), Subquery(hired)),  # PostgreSQL's LEAST leaves out what is null
        went_at=Subquery(went.values("ended_at")),
        went_as=Subquery(went.values("state")),
    ).annotate(
        outcome=Case(
            When(Q(further_at__isnull=False), then=FURTHER),
            When(went_as=CandidacyState.REJECTED, then=REJECTED),
            When(went_as=CandidacyState.WITHDRAWN, then=WITHDRAWN),
            default=0,
            output_field=IntegerField(),
        ),
        days=DaysBetween(
            Coalesce(DayIn(zone, Coalesce(F("further_at"), F("went_at"))), Value(as_of)), DayIn(zone, F("entered_at"))
        ),
    )
