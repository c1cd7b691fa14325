"""What became of whoever came into a stage, said once so that it can be counted."""

from django.db import models
from django.db.models import F, Q

from hiring.choices import CandidacyState
from hiring.models.candidacy import Candidacy, StageVisit
from hiring.models.profile import HiringProfile, HiringStage
from hiring.rules import can_read_hiring, hires, reads_every_candidate
from salesmgmt.accounts.models import User
from salesmgmt.people.models.line import IsAnyOf


class StagePassageQuerySet(models.QuerySet["StagePassage"]):
    def visible_to(self, user: User) -> "StagePassageQuerySet":
        """Passages are seen with their candidacy: the rule of `Candidacy`, said by what is here already, and in numbers
        that are read now, which are compared for less than rows of a sub-select are looked up."""
        from hiring.models.interview import candidacies_sat_with

        if reads_every_candidate(user):
            return self
        if not can_read_hiring(user):
            return self.none()
        seen = Q(IsAnyOf(F("candidacy_id"), candidacies_sat_with(user)))
        if hires(user):
            hired_for = HiringProfile.objects.hired_for_by(user).values("pk")
            stages = HiringStage.objects.filter(profile__in=hired_for).order_by().values_list("pk", flat=True)
            seen = Q(stage__in=list(stages)) | seen
        return self.filter(seen)


class StagePassage(models.Model):
    """The first time a candidacy came into a stage, and what became of it: an interval fact that figures count.

    Nobody writes it: the database folds it from visits, endings and held interviews in the transaction that changes
    them (`hiring_fold_passages`), so that it is never behind, and `manage.py prove` compares. `further_at` is when the
    candidacy first came into a later stage, or was hired, after it; `went_at` when it was turned down or withdrew, and
    `went_as` how. `minutes` is what interviewers sat in its held interviews of the stage. Days are the company's.
    """

    derived = True

    visit = models.OneToOneField(StageVisit, models.CASCADE, primary_key=True, related_name="passage")
    candidacy = models.ForeignKey(Candidacy, models.CASCADE, related_name="passages", db_index=False)
    stage = models.ForeignKey(HiringStage, models.PROTECT, related_name="passages", db_index=False)
    entered_at = models.DateTimeField()
    entered_date = models.DateField()
    left_date = models.DateField(null=True)
    further_at = models.DateTimeField(null=True)
    further_date = models.DateField(null=True)
    went_at = models.DateTimeField(null=True)
    went_date = models.DateField(null=True)
    went_as = models.CharField(max_length=9, choices=CandidacyState, blank=True)
    minutes = models.PositiveIntegerField(default=0)

    objects = StagePassageQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["stage", "entered_at"], include=["further_at"], name="passages_of_a_stage")]
        constraints = [
            models.UniqueConstraint(fields=["candidacy", "stage"], name="a_stage_is_first_entered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.candidacy} into {self.stage}"
