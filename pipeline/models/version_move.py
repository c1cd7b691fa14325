"""Deals that were taken from one version of their process to another, in one act."""

from django.db import models
from django.db.models import F, Q

from pipeline.models.deal import Deal
from pipeline.models.of_deal import OfDealQuerySet
from pipeline.models.process import ProcessVersion, Stage
from pipeline.models.readable import ReadableQuerySet
from salesmgmt.accounts.models import User


class VersionMove(models.Model):
    """One act that took open deals of a version to another version of the same process, `at` the instant from which
    they are in its stages. `domain.version_moves` writes it with its rows, and takes it back."""

    from_version = models.ForeignKey(ProcessVersion, models.PROTECT, related_name="moves_out")
    to_version = models.ForeignKey(ProcessVersion, models.PROTECT, related_name="moves_in")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = ReadableQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(from_version=F("to_version")), name="deals_move_to_another_version_of_their_process"
            ),
            models.CheckConstraint(
                condition=Q(undone_by__isnull=True, undone_at__isnull=True)
                | Q(undone_by__isnull=False, undone_at__isnull=False),
                name="an_undone_version_move_says_by_whom_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"Deals from {self.from_version} to version {self.to_version.number}"


class MovedDealQuerySet(OfDealQuerySet):
    def counted(self) -> "MovedDealQuerySet":
        """Without those that were taken back."""
        return self.filter(move__undone_at__isnull=True)


class MovedDeal(models.Model):
    """A deal that was taken along: from which stage to which, and the version of the deal that this made."""

    move = models.ForeignKey(VersionMove, models.CASCADE, related_name="deals", db_index=False)
    deal = models.ForeignKey(Deal, models.CASCADE, related_name="version_moves")
    from_stage = models.ForeignKey(Stage, models.PROTECT, related_name="+")
    to_stage = models.ForeignKey(Stage, models.PROTECT, related_name="+")
    deal_version = models.PositiveIntegerField()

    objects = MovedDealQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["move", "deal"], name="a_deal_is_taken_along_once_in_an_act")]

    def __str__(self) -> str:
        return f"{self.deal}: {self.from_stage} to {self.to_stage}"
