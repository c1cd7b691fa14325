"""What an import did to rows, so that it can be undone."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from salesmgmt.imports.models.batch import ImportBatch


class ImportChange(models.Model):
    """What one statement of an import did to the rows of one table: it created them, or changed or deleted them.

    Only the triggers write it (`imports_watch`). `marks` are hashes of the rows as the statement left them, over
    `columns`, in the order of `pks`; rows that it deleted have none. It goes when the import's window has passed.
    """

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="changes", db_index=False)
    relation = models.CharField(max_length=63)
    columns = ArrayField(models.CharField(max_length=63))
    created = models.BooleanField()
    pks = ArrayField(models.BigIntegerField())
    marks = ArrayField(models.BigIntegerField())

    class Meta:
        indexes = [models.Index(fields=["batch", "relation"], name="changes_of_an_import")]

    def __str__(self) -> str:
        return f"{self.relation} in {self.batch}"


class RowBefore(models.Model):
    """A row as it was before a statement of an import changed or deleted it."""

    change = models.ForeignKey(ImportChange, models.CASCADE, related_name="before", db_index=False)
    row_id = models.BigIntegerField()
    values = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["change", "row_id"], name="a_row_is_kept_once_for_a_change")]

    def __str__(self) -> str:
        return f"Row {self.row_id} before"
