"""Who wants to know what happens to a deal."""

from django.db import models

from pipeline.models.deal import Deal
from pipeline.models.of_deal import OfDealQuerySet
from salesmgmt.accounts.models import User


class DealFollower(models.Model):
    """A person who may see the deal, and is told what happens to it. Following opens nothing that one could not see.

    `domain.following` adds and removes it.
    """

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="followers", db_index=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="followed_deals")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = OfDealQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["deal", "user"], name="a_person_follows_a_deal_once")]

    def __str__(self) -> str:
        return f"{self.user} follows {self.deal}"
