"""What became of the deals that stood in a stage: how many were won, and when four fifths of those had left it."""

from django.db import models
from django.db.models import F, Q

from pipeline.models.process import Stage
from pipeline.models.readable import ReadableQuerySet

LEAST_TIMED = 10
"""Won deals with a known time in a stage, without which the stage's normal time decides what is too long."""
LEAST_CLOSED = 20
"""Closed deals that stood in a stage, without which history says nothing of how likely a deal there is won."""


class StageOdds(models.Model):
    """Of the deals that had stood in `stage` and were closed: how many, how many of them won, and of how many won ones
    the time in it is known (`timed_count`), with the 80th percentile of that time in whole minutes and in begun days.

    True from `valid_from` up to and without `valid_to`, so that what was said at an instant can be said again;
    `checked_at` is when it was last counted and found the same. `domain.stage_odds.count_odds` alone writes it, from
    the dated history; `left_days` is blank for fewer than LEAST_TIMED deals, and `won_rate`, won of closed ones,
    for fewer than LEAST_CLOSED. See docs/algorithms/stalled.md and probability.md.
    """

    derived = True

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="odds", db_index=False)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField()
    closed_count = models.PositiveIntegerField()
    won_count = models.PositiveIntegerField()
    timed_count = models.PositiveIntegerField()
    left_minutes = models.PositiveBigIntegerField(null=True)
    left_days = models.PositiveIntegerField(null=True)
    won_rate = models.DecimalField(max_digits=5, decimal_places=4, null=True)

    objects = ReadableQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stage", "valid_from"], name="odds_of_a_stage_start_once_each"),
            models.UniqueConstraint(
                fields=["stage"], condition=Q(valid_to__isnull=True), name="a_stage_has_its_odds_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")), name="odds_of_a_stage_last"
            ),
            models.CheckConstraint(
                condition=Q(won_count__lte=F("closed_count"), timed_count__lte=F("won_count")),
                name="no_more_deals_are_won_than_closed",
            ),
            models.CheckConstraint(
                condition=Q(left_days__isnull=True, timed_count__lt=LEAST_TIMED)
                | Q(left_days__isnull=False, left_minutes__isnull=False, timed_count__gte=LEAST_TIMED),
                name="a_percentile_has_enough_deals",
            ),
            models.CheckConstraint(
                condition=Q(won_rate__isnull=True, closed_count__lt=LEAST_CLOSED)
                | Q(won_rate__range=(0, 1), closed_count__gte=LEAST_CLOSED),
                name="a_rate_of_won_deals_has_enough_deals",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stage}: {self.won_count} of {self.closed_count} won"
