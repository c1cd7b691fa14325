"""Rows that did not land, and why."""

from django.db import models

from salesmgmt.imports.models.batch import ImportBatch


class ImportRefusal(models.Model):
    """One problem of one row of a file, in words: the row did not land. `row_no` counts as a spreadsheet does, the
    heading being row 1. `suggestion` is the known value that the unknown one is most like, and `heading` what the file
    calls the field, where people read of it (`queries.headings`)."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="refusals", db_index=False)
    file = models.CharField(max_length=40)
    row_no = models.PositiveIntegerField()
    field = models.CharField(max_length=60)
    value = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=300)
    way_out = models.CharField(max_length=300)
    suggestion = models.CharField(max_length=200, blank=True)
    heading = ""

    class Meta:
        ordering = ["file", "row_no", "id"]
        indexes = [models.Index(fields=["batch", "file", "row_no"], name="refusals_of_a_batch")]

    def __str__(self) -> str:
        of = self.heading or self.field
        return f"{self.file}.csv, row {self.row_no}{f', {of}' if of else ''}: {self.reason}; {self.way_out}."
