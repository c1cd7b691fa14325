"""How soon leads are to be answered."""

from django.db import models
from django.db.models import Q

from pipeline.models.campaign import Campaign
from pipeline.models.readable import ReadableQuerySet

MOST_MINUTES = 80 * 60
"""Ten working days; what may take longer has no target."""


class ResponseTarget(models.Model):
    """The office minutes within which leads of a campaign are answered; without a campaign, all others.

    `domain.lead_response.set_response_target` writes it. A lead keeps the instant that followed from the target when
    it was given to its owner.
    """

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, blank=True, related_name="response_targets", db_index=False
    )
    minutes = models.PositiveIntegerField()

    objects = ReadableQuerySet.as_manager()

    class Meta:
        ordering = ["campaign__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign"], nulls_distinct=False, name="a_campaign_and_all_others_have_one_response_target"
            ),
            models.CheckConstraint(
                condition=Q(minutes__range=(1, MOST_MINUTES)), name="a_response_target_is_some_minutes"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign or 'all other leads'}: {self.minutes} minutes"
