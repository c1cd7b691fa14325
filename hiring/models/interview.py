"""Interviews, who sits in them, and what each of them saw."""

from datetime import datetime, timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import BigIntegerField, Exists, F, OuterRef, Q, Value

from hiring.choices import CandidacyState, InterviewState, RatingValue, Recommendation
from hiring.models.candidacy import Candidacy
from hiring.models.profile import HiringProfile, HiringStage
from hiring.rules import (
    can_read_hiring,
    hires,
    interviews,
    reads_every_candidate,
    reads_every_scorecard_when_all_are_in,
)
from salesmgmt.accounts.models import User
from salesmgmt.common.folding import SearchText
from salesmgmt.people.models import Competency
from salesmgmt.people.models.line import IsAnyOf


class InterviewQuerySet(models.QuerySet["Interview"]):
    def visible_to(self, user: User) -> "InterviewQuerySet":
        return self.filter(candidacy__in=Candidacy.objects.visible_to(user).values("pk"))


class Interview(models.Model):
    """A conversation with a candidate in a stage. PLANNED -> HELD or CANCELLED, by `domain.interviews`.

    It is held when its first scorecard is submitted, or when somebody says so.
    """

    candidacy = models.ForeignKey(Candidacy, models.CASCADE, related_name="interviews")
    stage = models.ForeignKey(HiringStage, models.PROTECT, related_name="interviews")
    scheduled_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=45)
    place = models.CharField(max_length=200, blank=True, help_text="A room, or the address of the call.")
    state = models.CharField(max_length=9, choices=InterviewState, default=InterviewState.PLANNED)
    version = models.PositiveIntegerField(default=1)

    objects = InterviewQuerySet.as_manager()

    class Meta:
        ordering = ["scheduled_at", "id"]
        indexes = [
            models.Index(fields=["state", "scheduled_at"], name="interviews_by_time"),
            models.Index(fields=["scheduled_at", "id"], name="interviews_in_their_order"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=InterviewState.values), name="interview_state_is_known"),
            models.CheckConstraint(condition=Q(minutes__range=(5, 480)), name="an_interview_lasts_5_to_480_minutes"),
        ]

    def __str__(self) -> str:
        return f"{self.stage} with {self.candidacy.candidate}"

    @property
    def ends_at(self) -> datetime:
        return self.scheduled_at + timedelta(minutes=self.minutes)


class PanelistQuerySet(models.QuerySet["Panelist"]):
    def counted_for(self, user: User) -> "PanelistQuerySet":
        """Seats in interviews with candidates whom somebody sees, said for counting many: a stage is of the profile
        that its candidacies run for."""
        if reads_every_candidate(user):
            return self
        if not can_read_hiring(user):
            return self.none()
        seen = Q(IsAnyOf(F("interview__candidacy_id"), candidacies_sat_with(user)))
        if hires(user):
            stages = HiringStage.objects.filter(profile__in=HiringProfile.objects.hired_for_by(user).values("pk"))
            seen = Q(interview__stage__in=stages.values("pk")) | seen
        return self.filter(seen)

    def without_scorecard(self) -> "PanelistQuerySet":
        """Those who owe one: nothing submitted, the interview not cancelled, and the candidacy not decided yet."""
        written = Scorecard.objects.filter(
            interview=OuterRef("interview"), author=OuterRef("user"), submitted_at__isnull=False
        )
        undecided = self.filter(interview__candidacy__state=CandidacyState.OPEN)
        return undecided.exclude(interview__state=InterviewState.CANCELLED).exclude(Exists(written))


def candidacies_sat_with(user: User) -> Value:
    """Numbers of the candidacies whose interviews somebody sits in, read now and to stand in a statement as they are:
    of a sub-select PostgreSQL reckons that it costs anew for each row looked up, and so looks up all of them."""
    sat = Panelist.objects.filter(user=user).values_list("interview__candidacy_id", flat=True)
    return Value(sorted(set(sat)), output_field=ArrayField(BigIntegerField()))


class Panelist(models.Model):
    """Somebody who sits in an interview and owes a scorecard for it.

    `is_written` says whether their scorecard is in; the database keeps it (`hiring_fold_comparisons`), so that seats
    without one are found among few. `during` is when, as long as the interview is planned: nobody sits in two at once.
    `domain.seating` keeps it; it is null once the interview is over or off, and for what was imported, whose overlaps
    are facts.
    """

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="panel", db_index=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="interview_seats")
    during = DateTimeRangeField(null=True, blank=True)
    is_written = models.BooleanField(default=False, db_default=False, editable=False)

    objects = PanelistQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["interview"], condition=Q(is_written=False), name="seats_without_a_scorecard")]
        constraints = [
            models.UniqueConstraint(fields=["interview", "user"], name="somebody_sits_once_in_an_interview"),
            ExclusionConstraint(
                name="nobody_sits_in_two_interviews_at_once",
                expressions=[("user", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.interview}"


class ScorecardQuerySet(models.QuerySet["Scorecard"]):
    def visible_to(self, user: User) -> "ScorecardQuerySet":
        """One's own; others' submitted ones of a candidacy once one's own for it are all in (blind until then);
        to a recruiter who rates nobody there, when all are in. Admins see none."""
        own = Q(author=user)
        if not interviews(user):
            return self.filter(own)
        owing = Panelist.objects.filter(interview__candidacy=OuterRef("interview__candidacy")).exclude(
            interview__state=InterviewState.CANCELLED
        )
        written = Scorecard.objects.filter(interview=OuterRef("interview"), submitted_at__isnull=False)
        missing = owing.exclude(Exists(written.filter(author=OuterRef("user"))))
        own_in = Q(Exists(owing.filter(user=user))) & ~Q(Exists(missing.filter(user=user)))
        allowed = own_in
        if reads_every_scorecard_when_all_are_in(user):
            allowed |= ~Q(Exists(owing.filter(user=user))) & ~Q(Exists(missing))
        return self.filter(own | (Q(submitted_at__isnull=False) & allowed))

    def counted_for(self, user: User) -> "ScorecardQuerySet":
        """Those of `visible_to`, said for counting many: which candidacies wait for a scorecard is looked up once, not
        card by card."""
        return self.filter(
            Q(author=user) | (Q(submitted_at__isnull=False) & others_may_be_read(user, "interview__candidacy"))
        )


def others_may_be_read(user: User, candidacy: str) -> Q:
    """Of rows with a candidacy at this path, those of which somebody may read others' submitted scorecards by now, as
    `Scorecard.visible_to` says it; said for counting many."""
    if not interviews(user):
        return Q(pk__in=())
    owing = Panelist.objects.exclude(interview__state=InterviewState.CANCELLED)
    missing = owing.filter(is_written=False)
    sat, owes, waits = (
        Q(**{f"{candidacy}__in": seats.values("interview__candidacy_id")})
        for seats in (owing.filter(user=user), missing.filter(user=user), missing)
    )
    allowed = sat & ~owes
    # Where none is missing, one's own is not: so that it need not be asked who sat there, of most
    return ~waits | allowed if reads_every_scorecard_when_all_are_in(user) else allowed


class Scorecard(models.Model):
    """What one interviewer made of an interview: a draft until `submitted_at`, then it stays as it is.

    Nobody reads another's before their own is in. `domain.scorecards` writes and submits it.
    """

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="scorecards", db_index=False)
    author = models.ForeignKey(User, models.PROTECT, related_name="scorecards")
    recommendation = models.CharField(max_length=10, choices=Recommendation, blank=True)
    summary = models.TextField(blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScorecardQuerySet.as_manager()

    class Meta:
        indexes = [GinIndex(SearchText("summary"), name="scorecards_by_their_words")]
        constraints = [
            models.UniqueConstraint(fields=["interview", "author"], name="one_scorecard_for_an_interview_and_author"),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True) | ~Q(recommendation=""),
                name="a_submitted_scorecard_recommends",
            ),
            models.CheckConstraint(
                condition=Q(recommendation="") | Q(recommendation__in=Recommendation.values),
                name="a_recommendation_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author} on {self.interview}"


class Rating(models.Model):
    """How an interviewer saw one competency, with evidence. What was not seen has no row; it is never a zero."""

    scorecard = models.ForeignKey(Scorecard, models.CASCADE, related_name="ratings", db_index=False)
    competency = models.ForeignKey(Competency, models.PROTECT, related_name="ratings")
    value = models.PositiveSmallIntegerField(choices=RatingValue)
    evidence = models.TextField()

    class Meta:
        ordering = ["competency__name"]
        indexes = [GinIndex(SearchText("evidence"), name="ratings_by_their_words")]
        constraints = [
            models.UniqueConstraint(fields=["scorecard", "competency"], name="a_competency_is_rated_once_a_scorecard"),
            models.CheckConstraint(condition=Q(value__range=(1, 5)), name="a_rating_is_1_to_5"),
            models.CheckConstraint(condition=~Q(evidence=""), name="a_rating_has_its_evidence"),
        ]

    def __str__(self) -> str:
        return f"{self.competency}: {self.value}"
