"""What a candidate source is worked with, and what an hour of interviewing costs."""

from django.db import models
from django.db.models import F, Q

from hiring.models.candidate import CandidateSource
from hiring.rules import reads_every_candidate
from salesmgmt.accounts.models import User


class HiringCostQuerySet(models.QuerySet["models.Model"]):
    def visible_to(self, user: User) -> "HiringCostQuerySet":
        """Cost is of all that hiring brought: for those who read every candidate, and nobody else."""
        return self if reads_every_candidate(user) else self.none()


class CandidateCampaign(models.Model):
    """A fair, an advertisement, a month of a job board: a campaign of a candidate source, from `start_date` until
    before `end_date`, which may be open. Its code stands in the address of the application form (`?c=`).

    `domain.campaigns` adds and edits it. `cost_amount` is what it costs in all, once that is known.
    """

    source = models.ForeignKey(CandidateSource, models.PROTECT, related_name="campaigns")
    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=100, unique=True)
    start_date = models.DateField()
    end_date = models.DateField(null=True, blank=True)
    cost_amount = models.DecimalField(max_digits=19, decimal_places=4, null=True, blank=True)
    currency = models.CharField(max_length=3)
    version = models.PositiveIntegerField(default=1)

    objects = HiringCostQuerySet.as_manager()

    class Meta:
        ordering = ["-start_date", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end_date__isnull=True) | Q(end_date__gt=F("start_date")),
                name="a_candidate_campaign_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(cost_amount__isnull=True) | Q(cost_amount__gte=0),
                name="a_candidate_campaign_cost_is_not_negative",
            ),
            models.CheckConstraint(condition=Q(currency__regex="^[A-Z]{3}$"), name="candidate_campaign_currency_iso"),
        ]

    def __str__(self) -> str:
        return self.name


class InterviewHourCost(models.Model):
    """What an hour of an interviewer costs in the company's currency: one row, or none while nobody has said it.
    `domain.campaigns.set_hour_cost` writes it."""

    is_the_one = models.BooleanField(default=True, unique=True, editable=False)
    hourly_amount = models.DecimalField(max_digits=19, decimal_places=4)
    currency = models.CharField(max_length=3)
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    objects = HiringCostQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(is_the_one=True), name="there_is_one_cost_of_an_interview_hour"),
            models.CheckConstraint(condition=Q(hourly_amount__gte=0), name="an_interview_hour_costs_0_or_more"),
            models.CheckConstraint(condition=Q(currency__regex="^[A-Z]{3}$"), name="interview_hour_currency_is_iso"),
        ]

    def __str__(self) -> str:
        return f"{self.hourly_amount} {self.currency} an hour"
