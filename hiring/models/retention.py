"""How long candidates are kept, by where they live and on which ground."""

from django.db import models
from django.db.models import Q, TextChoices

from hiring.models.readable import HiringSetupQuerySet


class RetentionBasis(TextChoices):
    APPLICATION = "APPLICATION", "An application that ended"
    CONSENT = "CONSENT", "Consent to keep in touch that ended"


class RetentionRule(models.Model):
    """Candidates of a region are kept `days` days after what their data rests on has ended, and then erased by the job
    of the night (`domain.retention_night`), of which it warns `warn_days` before.

    `places` are words of which one stands in where a candidate lives; the rule without a region holds for everybody
    else. `domain.retention.set_rule` writes it, `remove_rule` takes it away.
    """

    region = models.CharField(max_length=60, blank=True)
    places = models.CharField(max_length=300, blank=True, help_text="Separated by commas.")
    basis = models.CharField(max_length=11, choices=RetentionBasis)
    days = models.PositiveSmallIntegerField()
    warn_days = models.PositiveSmallIntegerField(
        default=14, db_default=14, help_text="So many days before, whoever looks after them is told."
    )

    objects = HiringSetupQuerySet.as_manager()

    class Meta:
        ordering = ["basis", "region"]
        constraints = [
            models.UniqueConstraint(fields=["region", "basis"], name="a_region_has_one_rule_for_a_ground"),
            models.CheckConstraint(condition=Q(basis__in=RetentionBasis.values), name="a_retention_basis_is_known"),
            models.CheckConstraint(condition=Q(days__range=(1, 3650)), name="a_retention_is_1_to_3650_days"),
            models.CheckConstraint(
                condition=Q(warn_days__range=(1, 365)), name="a_retention_warns_1_to_365_days_before"
            ),
            models.CheckConstraint(
                condition=Q(region="", places="") | (~Q(region="") & ~Q(places="")),
                name="a_region_of_a_retention_rule_has_places",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region or 'Everywhere else'}: {self.days} days"

    @property
    def words(self) -> list[str]:
        return [word.strip() for word in self.places.split(",") if word.strip()]
