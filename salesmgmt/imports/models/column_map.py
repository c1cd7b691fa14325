"""What the headings of a source's files stand for."""

from django.db import models

from salesmgmt.accounts.models import User


class ColumnMap(models.Model):
    """In files of a source, headings (`columns`: heading -> column, blank for left out) stand for columns.

    A person decided so (`domain.column_maps.decide_columns`). `headings` are those of the file it was decided for, so
    that a changed heading is noticed.
    """

    kind = models.CharField(max_length=40)
    file = models.CharField(max_length=40)
    source = models.CharField(max_length=100)
    headings = models.JSONField(default=list)
    columns = models.JSONField(default=dict)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["kind", "file", "source"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "file", "source"], name="columns_of_a_source_are_decided_once")
        ]

    def __str__(self) -> str:
        return f"{self.file} of {self.source}"
