"""Who sees whom, and whose scorecards are missing."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from hiring.choices import InterviewState
from hiring.models import Candidacy, Interview, Panelist, Scorecard
from hiring.models.interview import PanelistQuerySet
from salesmgmt.accounts.models import User
from salesmgmt.common.folding import by_name

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


def coming_seats(user: User, *, since: datetime) -> QuerySet[Panelist]:
    """One's interviews from an instant on, the next first."""
    return seats_of(user).filter(interview__scheduled_at__gte=since, interview__state=InterviewState.PLANNED)


def missing_seats(*, begun_before: datetime) -> PanelistQuerySet:
    """Seats of interviews that had begun by an instant and for which no scorecard is in, the oldest first."""
    begun = Panelist.objects.filter(interview__scheduled_at__lt=begun_before)
    return begun.without_scorecard().order_by("interview__scheduled_at", "pk")


def missing_scorecards(viewer: User, *, begun_before: datetime) -> QuerySet[Panelist]:
    """Those that the viewer owes, and those owed by others for candidates whom the viewer works with."""
    worked = Candidacy.objects.workable_by(viewer).values("pk")
    seats = missing_seats(begun_before=begun_before).select_related("user", *_WHOLE)
    return seats.filter(Q(user=viewer) | Q(interview__candidacy__in=worked))


def panel_states(interview: Interview) -> QuerySet[Panelist]:
    """Who sits in an interview, and whether their scorecard is in; what it says is `Scorecard.visible_to`'s to tell."""
    own = Scorecard.objects.filter(interview=OuterRef("interview"), author=OuterRef("user"))
    return (
        interview.panel.select_related("user")
        .annotate(submitted_at=Subquery(own.values("submitted_at")))
        .order_by(by_name("user__name"), "pk")
    )
