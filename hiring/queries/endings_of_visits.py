"""What became of those who entered a stage, and after how many days."""

from datetime import date, datetime

from django.db.models import Case, F, IntegerField, Value, When
from django.db.models.functions import Coalesce

from hiring.choices import CandidacyState
from hiring.models.passage import StagePassageQuerySet
from pipeline.queries.deals_as_of import DaysBetween

FURTHER, REJECTED, WITHDRAWN = 1, 2, 3
"""What `outcome` says; 0 while they are still there."""


def with_ending(passages: StagePassageQuerySet, *, until: datetime, as_of: date) -> StagePassageQuerySet:
    """Passages, each with `outcome` by an instant and `days` from entering to it, or to `as_of` while none is.

    Coming into a later stage, or being hired, comes before whatever ended the candidacy afterwards.
    """
    further = When(further_at__lte=until, then=F("further_date"))
    went = When(went_at__lte=until, then=F("went_date"))
    return passages.annotate(
        outcome=Case(
            When(further_at__lte=until, then=FURTHER),
            When(went_at__lte=until, went_as=CandidacyState.REJECTED, then=REJECTED),
            When(went_at__lte=until, went_as=CandidacyState.WITHDRAWN, then=WITHDRAWN),
            default=0,
            output_field=IntegerField(),
        ),
        days=DaysBetween(Coalesce(Case(further, went), Value(as_of)), F("entered_date")),
    )
