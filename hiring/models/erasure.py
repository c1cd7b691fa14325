"""What is left of an erasure: that it was done, and how much went; never what."""

from django.db import models
from django.db.models import Q

from hiring.choices import ErasureBasis
from hiring.models.candidate import Candidate
from salesmgmt.accounts.models import User


class ErasureQuerySet(models.QuerySet["Erasure"]):
    def visible_to(self, user: User) -> "ErasureQuerySet":
        """To those who may erase: there is nothing of anybody in it, but it is nobody else's business."""
        return self if user.has_perm("hiring.erase") else self.none()


class Erasure(models.Model):
    """That one candidate was erased, on which ground, by whom (null: by the rule of retention), and how many things
    went through each door. It stays: the company answers for it. `domain.erasure` writes it."""

    append_only = True

    candidate = models.OneToOneField(Candidate, models.PROTECT, related_name="erasure")
    basis = models.CharField(max_length=11, choices=ErasureBasis)
    counts = models.JSONField(default=dict, help_text="By the code of the door.")
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    erased_at = models.DateTimeField()

    objects = ErasureQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["erased_at", "basis"], name="erasures_by_day")]
        constraints = [
            models.CheckConstraint(condition=Q(basis__in=ErasureBasis.values), name="the_ground_of_an_erasure_is_known")
        ]

    def __str__(self) -> str:
        return f"Erasure {self.pk}"

    @property
    def total(self) -> int:
        return sum(self.counts.values())


class RetentionWarningQuerySet(models.QuerySet["RetentionWarning"]):
    def visible_to(self, user: User) -> "RetentionWarningQuerySet":
        return self.filter(candidate__in=Candidate.objects.visible_to(user).values("pk"))


class RetentionWarning(models.Model):
    """That a candidate's data go on `goes_date` by the rules of retention, unless something changes: one at a time.

    The nightly `domain.retention_night` makes it, takes it back when the rules no longer say so, and lets the candidate
    go when the day has come.
    """

    candidate = models.OneToOneField(Candidate, models.CASCADE, related_name="retention_warning")
    basis = models.CharField(max_length=11, choices=ErasureBasis)
    told = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    warned_date = models.DateField()
    goes_date = models.DateField()

    objects = RetentionWarningQuerySet.as_manager()

    class Meta:
        ordering = ["goes_date", "id"]
        indexes = [models.Index(fields=["told", "goes_date"], name="warnings_of_a_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(goes_date__gte=models.F("warned_date")), name="who_goes_is_warned_of_before"
            )
        ]

    def __str__(self) -> str:
        return f"{self.candidate} goes on {self.goes_date}"
