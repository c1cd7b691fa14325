"""What metrics add up to by subject and period, ready to be drawn, and which of it has to be added up again."""

from django.db import models
from django.db.models import Q


class RollupQuerySet(models.QuerySet["Rollup"]):
    def of(self, metric: str) -> "RollupQuerySet":
        return self.filter(metric=metric)


class Rollup(models.Model):
    """How many facts one metric counts for one subject in the period that starts on `period_start`, and their sum.

    `part` divides a metric further (calls, meetings); a key without facts has no row. `subject_id` is a row of the
    kind that the metric declares. `domain.rolling_up.refresh` writes it, always anew from the facts.
    """

    metric = models.CharField(max_length=80)
    subject_id = models.BigIntegerField()
    period_start = models.DateField()
    part = models.CharField(max_length=20, blank=True)
    count = models.BigIntegerField()
    total = models.DecimalField(max_digits=24, decimal_places=4)
    computed_at = models.DateTimeField()

    objects = RollupQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["metric", "subject_id", "period_start", "part"], name="a_rollup_stands_once_per_key"
            ),
            models.CheckConstraint(condition=Q(count__gt=0), name="a_rollup_counts_something"),
        ]
        indexes = [models.Index(fields=["metric", "period_start"], name="rollups_of_a_period")]

    def __str__(self) -> str:
        return f"{self.metric} of {self.subject_id} from {self.period_start}"


class StaleRollup(models.Model):
    """A key whose facts may have changed since it was added up.

    `domain.rolling_up.mark` writes it with the place of the reader of the log; `refresh` deletes it together with the
    new rollup. Marking locks the row, so that a mark made while the key is added up comes after that, not into it.
    """

    metric = models.CharField(max_length=80)
    subject_id = models.BigIntegerField()
    period_start = models.DateField()
    marked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["metric", "subject_id", "period_start"], name="a_rollup_is_marked_once")
        ]

    def __str__(self) -> str:
        return f"{self.metric} of {self.subject_id} from {self.period_start}"
