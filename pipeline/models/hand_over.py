"""A book of deals that was handed over: whose, by whom, and which deal went to whom with which words."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from pipeline.models.deal import Deal
from pipeline.models.of_deal import OfDealQuerySet
from salesmgmt.accounts.models import User


class HandOverQuerySet(models.QuerySet["HandOver"]):
    def visible_to(self, user: User) -> "HandOverQuerySet":
        """To whoever sees one of its deals, and to who did it."""
        seen = HandedDeal.objects.filter(hand_over=OuterRef("pk"), deal__in=Deal.objects.visible_to(user).values("pk"))
        return self.filter(Q(by=user) | Exists(seen))


class HandOver(models.Model):
    """One act that gave open deals of `giver` to others, `at` an instant. `domain.hand_over` writes it with its deals,
    and gives them back."""

    giver = models.ForeignKey(User, models.PROTECT, related_name="hand_overs")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = HandOverQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_by__isnull=True, undone_at__isnull=True)
                | Q(undone_by__isnull=False, undone_at__isnull=False),
                name="an_undone_hand_over_says_by_whom_and_when",
            )
        ]

    def __str__(self) -> str:
        return f"Deals of {self.giver}"


class HandedDeal(models.Model):
    """A deal that was handed over: to whom, with which note, and the version of the deal that this made. It was given
    back `given_back_at`, where the act was undone before anybody changed the deal."""

    hand_over = models.ForeignKey(HandOver, models.CASCADE, related_name="deals", db_index=False)
    deal = models.ForeignKey(Deal, models.CASCADE, related_name="hand_overs")
    to = models.ForeignKey(User, models.PROTECT, related_name="+")
    note = models.TextField(blank=True)
    deal_version = models.PositiveIntegerField()
    given_back_at = models.DateTimeField(null=True, blank=True)

    objects = OfDealQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["hand_over", "deal"], name="a_deal_is_handed_over_once_in_an_act")
        ]

    def __str__(self) -> str:
        return f"{self.deal} to {self.to}"
