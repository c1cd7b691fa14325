"""Where the rows of files wait until they are merged."""

from django.db import models
from django.db.models import Q

from salesmgmt.imports.choices import Verdict
from salesmgmt.imports.models.batch import ImportBatch


class StagedRow(models.Model):
    """A row of a file as read: values by column, blank ones null, with the digest of them.

    `domain.staging` copies it in, a step of the import gives it its verdict, the end of the batch deletes it. The
    table is logged like any other, so that a restart of PostgreSQL does not empty it under a running import. Chunks are
    of row numbers; of files whose rows are taken together (`FileSpec.together`), of the `turn` of each: the number of
    the first row that says the same.
    """

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="staged_rows", db_index=False)
    file = models.CharField(max_length=40)
    row_no = models.PositiveIntegerField()
    turn = models.PositiveIntegerField(null=True)
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    values = models.JSONField()
    verdict = models.CharField(max_length=8, choices=Verdict, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "file", "row_no"], name="a_row_of_a_file_is_staged_once"),
            models.CheckConstraint(condition=Q(verdict__in=["", *Verdict.values]), name="a_verdict_is_known"),
        ]
        indexes = [
            models.Index(fields=["batch", "file", "key"], name="staged_rows_by_key"),
            models.Index(fields=["batch", "file", "turn"], condition=Q(turn__isnull=False), name="staged_rows_by_turn"),
        ]

    def __str__(self) -> str:
        return f"{self.file}.csv, row {self.row_no}"
