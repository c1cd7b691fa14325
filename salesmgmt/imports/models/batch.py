"""One import: which files, who started it, what came of it."""

from django.db import models
from django.db.models import Q

from salesmgmt.accounts.models import User
from salesmgmt.events.choices import JobState
from salesmgmt.events.models import Job
from salesmgmt.files.models import StoredFile
from salesmgmt.imports.rules import kinds_for


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    def visible_to(self, user: User) -> "ImportBatchQuerySet":
        """Imports of the kinds that a person may import: refused rows quote the files."""
        return self.filter(kind__in=[kind.code for kind in kinds_for(user)])

    def begun(self) -> "ImportBatchQuerySet":
        """Without those that somebody is still preparing."""
        return self.filter(job__isnull=False)

    def under_way(self) -> "ImportBatchQuerySet":
        """Those whose rows are landing, or being taken back."""
        states = [JobState.QUEUED, JobState.RUNNING]
        return self.filter(Q(job__state__in=states) | Q(undo_job__state__in=states))


class ImportBatch(models.Model):
    """One run over one set of files. Its state is its job's; without one it is a draft that somebody prepares.

    `domain.drafts.open_draft` makes it, `domain.starting.begin` gives it its job; `start_import` does both.

    `counts` gives, for each file, how many rows were new, changed, the same or refused; it is written when the last
    row has landed. `value_map` is what the value maps said when it was started. `domain.undoing.undo_import` takes what
    has landed back, by `undo_job`; `undone_at` says when it was.
    """

    kind = models.CharField(max_length=40)
    source = models.CharField(max_length=100, help_text="Where the files came from, in words.")
    started_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    job = models.OneToOneField(Job, models.PROTECT, null=True, blank=True, related_name="import_batch")
    counts = models.JSONField(default=dict)
    value_map = models.JSONField(default=dict)
    undo_job = models.OneToOneField(Job, models.PROTECT, null=True, blank=True, related_name="undone_import")
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "import batches"

    def __str__(self) -> str:
        return f"Import {self.pk}"


class ImportFile(models.Model):
    """One file of a batch, under the name that the import knows it by (`accounts` for accounts.csv), whatever it was
    called by whoever handed it in (`stored.name`)."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="files", db_index=False)
    name = models.CharField(max_length=40)
    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    row_count = models.PositiveIntegerField()
    reading = models.JSONField(
        default=dict,
        db_default=models.Value({}, models.JSONField()),
        help_text="How it is read: its shape and what its headings stand for.",
    )

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["batch", "name"], name="a_batch_has_a_file_once")]

    def __str__(self) -> str:
        return f"{self.name}.csv"

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to ask before it can be read."""
        return not self.reading.get("problem")
