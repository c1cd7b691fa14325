"""What counts for whom."""

from django.db import models
from django.db.models import Q

from compensation.choices import CreditSource
from compensation.models.run import Run
from pipeline.choices import SplitRole
from pipeline.models import Deal
from salesmgmt.accounts.models import User


class Credit(models.Model):
    """A person's share of one fact for one component, credited once ever (unique constraint), in one run.

    `amount_minor` is `share_bp` of `whole_minor`, cut by largest remainder so that the shares of a deal sum to it.
    `domain.calculation` writes it with the draft and replaces it with each calculation.
    """

    run = models.ForeignKey(Run, models.CASCADE, related_name="credits", db_index=False)
    source_kind = models.CharField(max_length=8, choices=CreditSource, default=CreditSource.DEAL)
    source_ref = models.CharField(max_length=40)
    line_no = models.PositiveIntegerField(default=0)
    user = models.ForeignKey(User, models.PROTECT, related_name="credits")
    role = models.CharField(max_length=8, choices=SplitRole, default=SplitRole.SALES)
    component = models.CharField(max_length=60)
    deal = models.ForeignKey(Deal, models.PROTECT, null=True, blank=True, related_name="credits")
    booked_date = models.DateField()
    share_bp = models.PositiveSmallIntegerField()
    whole_minor = models.BigIntegerField()
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)

    class Meta:
        ordering = ["user", "booked_date", "id"]
        indexes = [models.Index(fields=["run", "user"], name="credits_of_a_person_in_a_run")]
        constraints = [
            models.UniqueConstraint(
                fields=["source_kind", "source_ref", "line_no", "user", "role", "component"],
                name="a_fact_is_credited_once_per_person_and_component",
            ),
            models.CheckConstraint(condition=Q(share_bp__range=(1, 10_000)), name="a_credit_share_is_1_to_10000_bp"),
            models.CheckConstraint(condition=Q(currency__regex="^[A-Z]{3}$"), name="credit_currency_is_iso"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.source_kind} {self.source_ref}"
