"""Who sees whom, and whose scorecards are missing."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from hiring.choices import InterviewState
from hiring.models import Panelist, Scorecard
from hiring.models.interview import PanelistQuerySet
from salesmgmt.accounts.models import User

_WHOLE = ("interview__candidacy__candidate", "interview__candidacy__profile__role_profile", "interview__stage")


def seats_of(user: User) -> QuerySet[Panelist]:
    """The interviews that somebody sits in, cancelled ones left out, each with `submitted_at` of their own card."""
    own = Scorecard.objects.filter(interview=OuterRef("interview"), author=OuterRef("user"))
    return (
        Panelist.objects.filter(user=user)
        .exclude(interview__state=InterviewState.CANCELLED)
        .annotate(submitted_at=Subquery(own.values("submitted_at")), has_draft=Exists(own))
        .select_related(*_WHOLE)
        .order_by("interview__scheduled_at", "pk")
    )


def missing_seats(*, begun_before: datetime) -> PanelistQuerySet:
    """Seats of interviews that had begun by an instant and for which no scorecard is in, the oldest first."""
    begun = Panelist.objects.filter(interview__scheduled_at__lt=begun_before)
    return begun.without_scorecard().order_by("interview__scheduled_at", "pk")
