"""What stages cost in days and in interviewers' minutes, and what comes of candidates by where they came from."""

from datetime import date

from django.db.models import Case, DateField, F, IntegerField, Q, QuerySet, Value, When

from hiring.choices import CandidacyState
from hiring.models import BenchEntry, Candidacy
from hiring.models.passage import StagePassageQuerySet
from pipeline.queries.deals_as_of import DaysBetween


def with_cost(passages: StagePassageQuerySet) -> StagePassageQuerySet:
    """Adds `days` in the stage (null while it lasts) to passages, which have `minutes` that interviewers sat in held
    interviews of the candidacy in that stage: one of 45 minutes with two of them is 90."""
    return passages.annotate(days=DaysBetween(F("left_date"), F("entered_date")))


def with_stay(passages: StagePassageQuerySet, *, as_of: date) -> StagePassageQuerySet:
    """Adds `stayed`, the days from entering the stage to leaving it or to `as_of` while it lasts, and `has_left` (1 or
    0)."""
    left = Q(left_date__lte=as_of)
    until = Case(When(left, then=F("left_date")), default=Value(as_of), output_field=DateField())
    return passages.annotate(
        stayed=DaysBetween(until, F("entered_date")),
        has_left=Case(When(left, then=1), default=0, output_field=IntegerField()),
    )


def with_return(candidacies: QuerySet[Candidacy]) -> QuerySet[Candidacy]:
    """Adds `begun` (1), `got_ready` (1 or 0: stood on the bench or was hired) and `was_hired` (1 or 0)."""
    hired = Q(state=CandidacyState.HIRED)
    benched = Q(pk__in=BenchEntry.objects.values("candidacy_id"))
    one = IntegerField()
    return candidacies.annotate(
        begun=Value(1, output_field=one),
        got_ready=Case(When(benched | hired, then=1), default=0, output_field=one),
        was_hired=Case(When(hired, then=1), default=0, output_field=one),
    )
