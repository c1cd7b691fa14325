"""What the people who work a deal say of its chance, where they know better than its stage and than history."""

from django.db import models
from django.db.models import F, Q

from pipeline.models.deal import Deal
from pipeline.models.of_deal import OfDealQuerySet
from pipeline.models.process import Stage
from salesmgmt.accounts.models import User


class OverrideEnd(models.TextChoices):
    REPLACED = "REPLACED", "replaced"
    REMOVED = "REMOVED", "taken away"
    STAGE = "STAGE", "ended with its stage"


class ProbabilityOverrideQuerySet(OfDealQuerySet):
    def counted(self) -> "ProbabilityOverrideQuerySet":
        """Without those that an undo took back."""
        return self.filter(undone_at__isnull=True)

    def current(self) -> "ProbabilityOverrideQuerySet":
        return self.counted().filter(ended_at__isnull=True)


class ProbabilityOverride(models.Model):
    """How likely a deal is won, as `by` said `at`, and why; it counts while the deal is in `stage`, until `ended_at`.

    `domain.probability` sets and removes it; it ends with its stage, wherever the deal goes (`domain.override_ends`).
    Rows stay, so that what counted at an instant can be said again; one that was taken back counts nowhere.
    """

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="overrides")
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="+")
    probability = models.DecimalField(max_digits=5, decimal_places=4)
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_how = models.CharField(max_length=8, choices=OverrideEnd, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = ProbabilityOverrideQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["deal"],
                condition=Q(ended_at__isnull=True, undone_at__isnull=True),
                name="a_deal_has_one_override_of_its_probability",
            ),
            models.CheckConstraint(
                condition=Q(probability__range=(0, 1)), name="an_override_is_a_probability_between_0_and_1"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="an_override_of_a_probability_has_its_reason"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_how="")
                | (Q(ended_at__gte=F("at"), ended_how__in=OverrideEnd.values)),
                name="an_ended_override_says_how",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deal}: {self.probability}"
