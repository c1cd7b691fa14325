"""What stages cost in days and in interviewers' minutes, and what comes of candidates by where they came from."""

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from hiring.choices import CandidacyState, InterviewState
from hiring.models import BenchEntry, Candidacy, Panelist
from hiring.models.candidacy import StageVisitQuerySet
from onboarding.queries.progress import DayIn
from pipeline.queries.deals_as_of import DaysBetween
from salesmgmt.people.models import Company


def with_cost(visits: StageVisitQuerySet, *, company: Company) -> StageVisitQuerySet:
    """First visits, each with `days` in the stage (null while it lasts) and `minutes` that interviewers sat in held
    interviews of the candidacy in that stage: one of 45 minutes with two of them is 90."""
    zone = Value(company.zone)
    seats = Panelist.objects.filter(
        interview__candidacy=OuterRef("candidacy"),
        interview__stage=OuterRef("stage"),
        interview__state=InterviewState.HELD,
    ).order_by()
    total = seats.values("interview__candidacy").annotate(sat=Sum("interview__minutes")).values("sat")
    return visits.annotate(
        days=DaysBetween(DayIn(zone, F("left_at")), DayIn(zone, F("entered_at"))),
        minutes=Coalesce(Subquery(total, output_field=IntegerField()), 0),
    )


def with_return(candidacies: QuerySet[Candidacy]) -> QuerySet[Candidacy]:
    """Adds `begun` (1), `got_ready` (1 or 0: stood on the bench or was hired) and `was_hired` (1 or 0)."""
    hired = Q(state=CandidacyState.HIRED)
    benched = Q(Exists(BenchEntry.objects.filter(candidacy=OuterRef("pk"))))
    one = IntegerField()
    return candidacies.annotate(
        begun=Value(1, output_field=one),
        got_ready=Case(When(benched | hired, then=1), default=0, output_field=one),
        was_hired=Case(When(hired, then=1), default=0, output_field=one),
    )
