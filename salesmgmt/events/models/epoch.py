"""The servers that the log has stood on, one after the other."""

from django.db import models

from salesmgmt.events.fields import DatabaseClock


class Epoch(models.Model):
    """One row is one stay of the log on one PostgreSQL cluster; transaction numbers compare only within it.

    The SQL function `events_current_epoch` adds a row when the server's system identifier is not that of the latest
    row (a dump restored elsewhere, a move, a move back); nothing else writes here and no row changes.
    """

    number = models.IntegerField(primary_key=True)
    system_identifier = models.BigIntegerField()
    started_at = models.DateTimeField(db_default=DatabaseClock())

    append_only = True  # events.domain.app_role

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(number__gte=1), name="epochs_count_from_one")]

    def __str__(self) -> str:
        return f"Epoch {self.number}"
