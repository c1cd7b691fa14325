"""What waits for somebody in hiring: candidacies that stand too long, interviews of today, missing scorecards."""

from datetime import date, timedelta

from django.db.models import DateField, DateTimeField, F, Func, Q, QuerySet, Value

from hiring.choices import InterviewState
from hiring.models import BenchEntry, Candidacy, Panelist
from hiring.models.interview import PanelistQuerySet
from pipeline.queries.attention import NormalSince
from salesmgmt.accounts.models import User


def standing_too_long(user: User, day: date) -> QuerySet[Candidacy]:
    """Open candidacies of the user's own, or nobody's, that have been in their stage for longer than normal there.

    Who stands on the bench is kept warm and not waited for.
    """
    today = Value(day, output_field=DateField())
    own = Q(owner=user) | Q(owner__isnull=True)
    slow = Q(stage_entered_at__lt=NormalSince(today, F("stage__normal_days")))
    benched = BenchEntry.objects.standing().values("candidacy")
    return Candidacy.objects.workable_by(user).open().filter(own, slow).exclude(pk__in=benched)


class Morning(Func):
    """The instant at which a day begins in the company's zone."""

    template = "((%(expressions)s)::timestamp AT TIME ZONE (SELECT zone FROM people_company))"
    output_field = DateTimeField()


def seats_needing_somebody(user: User, day: date) -> PanelistQuerySet:
    """The user's interviews of a day in the company's zone; and, of the days before, scorecards that they owe or that
    others owe for candidates whom they work with."""
    begins, ends = (Morning(Value(each, output_field=DateField())) for each in (day, day + timedelta(days=1)))
    worked = Candidacy.objects.workable_by(user).values("pk")
    today = Q(user=user, interview__scheduled_at__gte=begins, interview__scheduled_at__lt=ends)
    past = Q(interview__scheduled_at__lt=begins) & (Q(user=user) | Q(interview__candidacy__in=worked))
    planned_or_past = past | (today & Q(interview__state=InterviewState.PLANNED))
    return Panelist.objects.without_scorecard().filter(planned_or_past)
