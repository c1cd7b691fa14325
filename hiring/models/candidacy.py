"""One person running through the stages of one role profile."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q

from hiring.choices import CandidacyState, Origin
from hiring.models.campaign import CandidateCampaign
from hiring.models.candidate import Candidate
from hiring.models.profile import HiringProfile, HiringStage
from hiring.rules import can_read_hiring, hires, reads_every_candidate
from salesmgmt.accounts.models import User
from salesmgmt.people.models.line import IsAnyOf


class CandidacyQuerySet(models.QuerySet["Candidacy"]):
    def visible_to(self, user: User) -> "CandidacyQuerySet":
        """All to recruiters and admins; to managers those of profiles that their line hires for; to interviewers
        those they are to see."""
        from hiring.models.interview import Panelist

        if reads_every_candidate(user):
            return self
        if not can_read_hiring(user):
            return self.none()
        seen = Q(Exists(Panelist.objects.filter(user=user, interview__candidacy=OuterRef("pk"))))
        if hires(user):
            seen |= Q(profile__in=HiringProfile.objects.hired_for_by(user).values("pk"))
        return self.filter(seen)

    def counted_for(self, user: User) -> "CandidacyQuerySet":
        """Those of `visible_to`, said for counting many: where somebody sat is looked up once, not row by row."""
        from hiring.models.interview import candidacies_sat_with

        if reads_every_candidate(user):
            return self
        if not can_read_hiring(user):
            return self.none()
        seen = Q(IsAnyOf(F("pk"), candidacies_sat_with(user)))
        if hires(user):
            seen = Q(profile__in=HiringProfile.objects.hired_for_by(user).values("pk")) | seen
        return self.filter(seen)

    def workable_by(self, user: User) -> "CandidacyQuerySet":
        """Those that a person may act on: of profiles they hire for; a seat in an interview is not enough."""
        return self.filter(profile__in=HiringProfile.objects.hired_for_by(user).values("pk"))

    def open(self) -> "CandidacyQuerySet":
        return self.filter(state=CandidacyState.OPEN)


class Candidacy(models.Model):
    """A candidate for a role profile, with no opening needed. `stage` is that of the current StageVisit.

    States: OPEN -> HIRED, REJECTED or WITHDRAWN; a closed one may be opened again.
    `domain.candidacies.move_candidacy` moves between stages, `domain.endings` closes and reopens, `domain.hires.hire`
    hires. `version` rises with every act. `applied_at` is the candidate's own start. `campaign` is what they came
    by and `referred_by` who of the company recommended them, as `domain.came` corrects it. Who was rejected and
    withdrew at `withdrew_at`, before being told, stays rejected, for we had decided
    (`domain.candidate_requests.withdraw_by_link`).
    """

    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="candidacies")
    profile = models.ForeignKey(HiringProfile, models.PROTECT, related_name="candidacies", db_index=False)
    stage = models.ForeignKey(HiringStage, models.PROTECT, related_name="candidacies")
    state = models.CharField(max_length=9, choices=CandidacyState, default=CandidacyState.OPEN)
    owner = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="candidacies")
    origin = models.CharField(max_length=4, choices=Origin)
    campaign = models.ForeignKey(CandidateCampaign, models.PROTECT, null=True, blank=True, related_name="candidacies")
    referred_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="referrals")
    applied_at = models.DateTimeField()
    stage_entered_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=200, blank=True)
    withdrew_at = models.DateTimeField(null=True, blank=True)
    withdrew_reason = models.CharField(max_length=200, blank=True, default="", db_default="")
    hired_user = models.OneToOneField(User, models.PROTECT, null=True, blank=True, related_name="hired_from")
    version = models.PositiveIntegerField(default=1)

    objects = CandidacyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "candidacies"
        indexes = [
            models.Index(fields=["profile", "state", "stage", "id"], name="candidacies_of_a_profile"),
            models.Index(fields=["stage_entered_at", "id"], name="candidacies_by_stage_entry"),
            models.Index(  # who waits longest is open: few of all that ever entered a stage
                fields=["stage_entered_at", "id"], condition=Q(state=CandidacyState.OPEN), name="open_by_stage_entry"
            ),
            models.Index(fields=["applied_at", "id"], name="candidacies_by_start"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "profile"],
                condition=Q(state=CandidacyState.OPEN),
                name="a_candidate_runs_once_at_a_time_for_a_profile",
            ),
            models.CheckConstraint(condition=Q(state__in=CandidacyState.values), name="candidacy_state_is_known"),
            models.CheckConstraint(condition=Q(origin__in=Origin.values), name="candidacy_origin_is_known"),
            models.CheckConstraint(
                condition=Q(state=CandidacyState.OPEN, ended_at__isnull=True)
                | (~Q(state=CandidacyState.OPEN) & Q(ended_at__isnull=False)),
                name="a_candidacy_ends_when_it_is_closed",
            ),
            models.CheckConstraint(
                condition=Q(state=CandidacyState.HIRED, hired_user__isnull=False)
                | (~Q(state=CandidacyState.HIRED) & Q(hired_user__isnull=True)),
                name="a_hired_candidacy_has_its_person",
            ),
            models.CheckConstraint(
                condition=Q(withdrew_at__isnull=True) | Q(state=CandidacyState.REJECTED),
                name="who_withdraws_before_being_told_was_rejected",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidate} for {self.profile}"

    @property
    def is_open(self) -> bool:
        return self.state == CandidacyState.OPEN


class StageVisitQuerySet(models.QuerySet["StageVisit"]):
    def visible_to(self, user: User) -> "StageVisitQuerySet":
        return self.filter(candidacy__in=Candidacy.objects.visible_to(user).values("pk"))

    def counted(self) -> "StageVisitQuerySet":
        """Without the visits that an undo took back."""
        return self.filter(undone_by__isnull=True)


class StageVisit(models.Model):
    """A candidacy was in a stage from `entered_at` up to and without `left_at`; written by the verbs that move it.

    The last visit of a closed candidacy ends when the candidacy does. An undone move stays, marked `undone_by`, and the
    visit before it lasts on; figures skip it.
    """

    candidacy = models.ForeignKey(Candidacy, models.CASCADE, related_name="visits", db_index=False)
    stage = models.ForeignKey(HiringStage, models.PROTECT, related_name="visits", db_index=False)
    entered_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = StageVisitQuerySet.as_manager()

    class Meta:
        ordering = ["entered_at"]
        indexes = [models.Index(fields=["stage", "entered_at"], name="visits_of_a_hiring_stage")]
        constraints = [
            models.UniqueConstraint(fields=["candidacy", "entered_at"], name="stage_visits_start_once_each"),
            models.UniqueConstraint(
                fields=["candidacy"], condition=Q(left_at__isnull=True), name="a_candidacy_is_in_one_stage"
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(left_at__gt=F("entered_at")), name="a_stage_visit_lasts"
            ),
            ExclusionConstraint(
                name="stage_visits_do_not_overlap",
                expressions=[
                    ("candidacy", RangeOperators.EQUAL),
                    (
                        Func("entered_at", "left_at", function="tstzrange", output_field=DateTimeRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(undone_by__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidacy} in {self.stage}"
