"""What rows of other systems have become here."""

from django.db import models

from salesmgmt.imports.models.batch import ImportBatch


class ImportedRow(models.Model):
    """A row of another system (source, record, external id) and the row it became, with a digest of what it said.

    The same digest again means: nothing to do. `subject_version` is the subject's version as the import left it; a
    higher one there means that somebody has changed it here since. `batch` is the last one that changed it: the rows
    of a batch's event are found by it.
    """

    source = models.CharField(max_length=40)
    record = models.CharField(max_length=40)
    external_id = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, blank=True)
    subject_id = models.BigIntegerField()
    subject_version = models.PositiveIntegerField(default=1)
    batch = models.ForeignKey(ImportBatch, models.PROTECT, related_name="imported_rows")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "record", "external_id"], name="an_external_row_is_known_once")
        ]

    def __str__(self) -> str:
        return f"{self.record} {self.external_id}"
