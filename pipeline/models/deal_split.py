"""Who is credited with which share of a deal."""

from django.db import models
from django.db.models import Q

from pipeline.choices import SplitRole
from pipeline.models.deal import Deal
from salesmgmt.accounts.models import User


class DealSplit(models.Model):
    """A person's share of a deal in one role, in basis points.

    A deal without rows is its owner's alone. With rows, those of each role sum to exactly 10,000 when the
    transaction ends (deferred trigger). `domain.splits.split_deal` writes them.
    """

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="splits", db_index=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="deal_splits", db_index=False)
    role = models.CharField(max_length=8, choices=SplitRole, default=SplitRole.SALES)
    share_bp = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["deal", "role", "-share_bp", "user"]
        constraints = [
            models.UniqueConstraint(fields=["deal", "role", "user"], name="a_person_has_one_share_per_role"),
            models.CheckConstraint(condition=Q(share_bp__range=(1, 10_000)), name="a_share_is_1_to_10000_bp"),
            models.CheckConstraint(condition=Q(role__in=SplitRole.values), name="split_role_is_known"),
        ]
        indexes = [models.Index(fields=["user", "deal"], name="splits_of_a_person")]

    def __str__(self) -> str:
        return f"{self.user}: {self.share_bp / 100:g}%"
