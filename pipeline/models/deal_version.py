"""What was true of a deal, and when."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from pipeline.choices import ForecastCategory
from pipeline.models.deal import Deal
from pipeline.models.of_deal import OfDealQuerySet
from pipeline.models.process import Stage
from salesmgmt.accounts.models import User


class DealVersionQuerySet(OfDealQuerySet):
    def counted(self) -> "DealVersionQuerySet":
        """Without the versions that an undo took back."""
        return self.filter(undone_by__isnull=True)

    def current(self) -> "DealVersionQuerySet":
        return self.counted().filter(valid_to__isnull=True)

    def as_of(self, instant) -> "DealVersionQuerySet":
        """The one version of each deal that was true at an instant."""
        return self.counted().filter(Q(valid_to__isnull=True) | Q(valid_to__gt=instant), valid_from__lte=instant)


class _OfTheSameDeal(models.ForeignObject):
    """From a version to each version of its deal, without the deal between them, which takes a quarter of the time of
    such a join. It has no column, and migrations do not see it."""

    requires_unique_target = False

    def contribute_to_class(self, cls: type[models.Model], name: str, **kwargs: Any) -> None:
        super().contribute_to_class(cls, name, private_only=True)


class DealVersion(models.Model):
    """Stage, amount, close date, category and owner of a deal from `valid_from` up to and without `valid_to`; whether
    it said what comes next, and until when it rested.

    Written only by `domain.history` and by imports; one version is current (no `valid_to`). `from_day` marks an
    imported start of which only the day is known: `valid_from` is then the first instant of that day in the
    company's zone. An undone version stays, marked `undone_by`, and the one before it lasts on; figures skip it.
    """

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="versions", db_index=False)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True, blank=True)
    from_day = models.BooleanField(default=False)
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="+")
    owner = models.ForeignKey(User, models.PROTECT, related_name="+")
    amount = models.DecimalField(max_digits=19, decimal_places=4, null=True)
    list_amount = models.DecimalField(max_digits=19, decimal_places=4, default=0)
    close_date = models.DateField(null=True)
    forecast_category = models.CharField(max_length=9, choices=ForecastCategory)
    has_step = models.BooleanField(default=False, db_default=False)
    paused_until = models.DateField(null=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    of_the_deal = _OfTheSameDeal("self", models.DO_NOTHING, from_fields=["deal"], to_fields=["deal"], related_name="+")

    objects = DealVersionQuerySet.as_manager()

    class Meta:
        indexes = [
            # what figures about now read: deals of some stages, closed within some days, without their history
            models.Index(
                fields=["stage", "close_date"],
                include=["deal", "amount", "list_amount"],
                condition=Q(valid_to__isnull=True, undone_by__isnull=True),
                name="current_versions_by_stage",
            ),
            # what began and what ended on a day, which is what rollups by stage add up
            models.Index(fields=["valid_from"], condition=Q(undone_by__isnull=True), name="versions_by_their_start"),
            models.Index(
                fields=["valid_to"],
                condition=Q(undone_by__isnull=True, valid_to__isnull=False),
                name="versions_by_their_end",
            ),
            models.Index(fields=["undone_by"], condition=Q(undone_by__isnull=False), name="versions_taken_back"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["deal", "valid_from"], name="deal_versions_start_once_each"),
            models.UniqueConstraint(
                fields=["deal"], condition=Q(valid_to__isnull=True), name="a_deal_has_one_current_version"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")), name="a_deal_version_lasts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deal} from {self.valid_from}"
