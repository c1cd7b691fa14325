"""What a lead source is worked with: a fair, a mailing, a series of advertisements; for a time and at a cost."""

from django.db import models
from django.db.models import F, Q

from pipeline.models.product import LeadSource
from pipeline.models.readable import ReadableQuerySet


class Campaign(models.Model):
    """One campaign of a lead source, from `start_date` until before `end_date`, which may be open.

    `domain.campaigns` adds and edits it. `cost_amount` is what it costs in all, once that is known.
    """

    lead_source = models.ForeignKey(LeadSource, models.PROTECT, related_name="campaigns")
    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=100, unique=True)
    start_date = models.DateField()
    end_date = models.DateField(null=True, blank=True)
    cost_amount = models.DecimalField(max_digits=19, decimal_places=4, null=True, blank=True)
    currency = models.CharField(max_length=3)
    version = models.PositiveIntegerField(default=1)

    objects = ReadableQuerySet.as_manager()

    class Meta:
        ordering = ["-start_date", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end_date__isnull=True) | Q(end_date__gt=F("start_date")),
                name="a_campaign_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(cost_amount__isnull=True) | Q(cost_amount__gte=0), name="a_campaign_cost_is_not_negative"
            ),
            models.CheckConstraint(condition=Q(currency__regex="^[A-Z]{3}$"), name="campaign_currency_is_iso"),
        ]

    def __str__(self) -> str:
        return self.name


class CampaignCost(models.Model):
    """What a campaign was said to cost in all from an instant on, until the next one; blank: nobody said.

    `domain.campaigns.keep_costs` writes it with every act and import that says a cost.
    """

    derived = True

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="costs", db_index=False)
    valid_from = models.DateTimeField()
    cost_amount = models.DecimalField(max_digits=19, decimal_places=4, null=True)

    class Meta:
        ordering = ["campaign", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "valid_from"], name="costs_of_a_campaign_start_once_each")
        ]

    def __str__(self) -> str:
        return f"{self.cost_amount} from {self.valid_from}"
