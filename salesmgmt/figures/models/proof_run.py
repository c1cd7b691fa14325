"""What the proofs found: one run of all of them, what each looked at, and which rows are not what they should be."""

from django.db import models
from django.db.models import Q

from salesmgmt.events.models import Job


class ProofRun(models.Model):
    """All proofs, looked at once. `finished_at` is blank until every check of it stands.

    `domain.proving` starts it, adds a check at a time and finishes it.
    """

    job = models.OneToOneField(Job, models.PROTECT, null=True, blank=True, related_name="+")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-started_at", "-id"]

    def __str__(self) -> str:
        return f"Proof of {self.started_at}"


class ProofCheck(models.Model):
    """One proof within a run: how many rows it looked at and how many differ; `error` when it could not look."""

    run = models.ForeignKey(ProofRun, models.CASCADE, related_name="checks", db_index=False)
    name = models.CharField(max_length=80)
    rule = models.CharField(max_length=200)
    looked_at = models.BigIntegerField(default=0)
    difference_count = models.BigIntegerField(default=0)
    milliseconds = models.PositiveIntegerField()
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["run", "name"]
        constraints = [
            models.UniqueConstraint(fields=["run", "name"], name="a_proof_is_checked_once_per_run"),
            models.CheckConstraint(
                condition=Q(error="") | Q(difference_count=0), name="a_proof_that_failed_found_nothing"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def holds(self) -> bool:
        return not self.error and not self.difference_count

    @property
    def difference_words(self) -> str:
        return f"{self.difference_count:,} differ{'s' if self.difference_count == 1 else ''}"


class ProofDifference(models.Model):
    """A thing that breaks the rule of its check; the first of them are kept, all are counted in the check."""

    check_of = models.ForeignKey(ProofCheck, models.CASCADE, related_name="differences")
    thing = models.CharField(max_length=200)
    found = models.TextField()
    expected = models.TextField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.thing}: {self.found}, not {self.expected}"
