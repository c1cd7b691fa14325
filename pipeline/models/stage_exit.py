"""When deals left stages that have exit criteria, and which were left by an override."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from pipeline.models.deal import Deal
from pipeline.models.of_deal import OfDealQuerySet
from pipeline.models.process import Stage
from salesmgmt.accounts.models import User


class StageExitQuerySet(OfDealQuerySet):
    def counted(self) -> "StageExitQuerySet":
        """Without those that an undo took back."""
        return self.filter(undone_at__isnull=True)


class StageExit(models.Model):
    """A deal left a stage with exit criteria forward: with all of them met, or by an override, which says which were
    `unmet` and the reason. It counts for who owned the deal then.

    `domain.exits.leave_stages` writes it in the move's own transaction; a move that is undone marks it. `deal_version`
    is the deal's version that the move made. Imported moves, which no rule binds, leave none.
    """

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="exits", db_index=False)
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="exits")
    deal_version = models.PositiveIntegerField()
    owner = models.ForeignKey(User, models.PROTECT, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    unmet = ArrayField(models.BigIntegerField(), default=list, help_text="Numbers of its criteria that were not met.")
    reason = models.CharField(max_length=500, blank=True)
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = StageExitQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["at"], name="stage_exits_by_instant")]
        constraints = [
            models.UniqueConstraint(
                fields=["deal", "stage", "deal_version"], name="a_deal_leaves_a_stage_once_in_a_move"
            ),
            models.CheckConstraint(
                condition=Q(unmet=[], reason="") | (~Q(unmet=[]) & ~Q(reason="")), name="an_override_has_its_reason"
            ),
            models.CheckConstraint(
                condition=Q(undone_by__isnull=True, undone_at__isnull=True)
                | Q(undone_by__isnull=False, undone_at__isnull=False),
                name="an_undone_exit_says_by_whom_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deal} left {self.stage}"
