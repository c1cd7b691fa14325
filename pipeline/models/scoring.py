"""Runs of lead scoring: what was counted, how it was calibrated, and how well it would have said what happened."""

from django.db import models

from pipeline.models.readable import ReadableQuerySet


class ScoreRun(models.Model):
    """One run, written once by `domain.scoring.run_scoring`.

    `counts` holds won and lost by field and value; `steps` the calibration. `brier` and `reliability` are of the
    `held_out` leads that were decided last, which neither counts nor calibration had seen. A run over too few decided
    leads scores nobody and has no `brier`.
    """

    at = models.DateTimeField()
    decided = models.PositiveIntegerField()
    won = models.PositiveIntegerField()
    held_out = models.PositiveIntegerField(default=0)
    scored = models.PositiveIntegerField(default=0)
    brier = models.DecimalField(max_digits=6, decimal_places=4, null=True)
    base_brier = models.DecimalField(max_digits=6, decimal_places=4, null=True)
    counts = models.JSONField(default=dict)
    steps = models.JSONField(default=list)
    reliability = models.JSONField(default=list)

    objects = ReadableQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"Run {self.pk}"

    @property
    def lost(self) -> int:
        return self.decided - self.won

    @property
    def share(self) -> float | None:
        return self.won / self.decided if self.decided else None
