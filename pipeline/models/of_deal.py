"""Rows of one deal, which are seen with it."""

from typing import Any

from django.db import models

from pipeline.models.deal import Deal
from pipeline.rules import reads_every_deal
from salesmgmt.accounts.models import User


class OfDealQuerySet(models.QuerySet[Any]):
    """Rows with a `deal`."""

    def visible_to(self, user: User) -> "OfDealQuerySet":
        """Seen with their deal."""
        if reads_every_deal(user):
            return self
        return self.filter(deal__in=Deal.objects.visible_to(user).values("pk"))
