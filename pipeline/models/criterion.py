"""What has to be true of a deal before it leaves a stage, and who ticked what."""

from django.db import models
from django.db.models import Q

from pipeline.choices import ActivityKind, BuyingRole, CriterionKind, DealFact
from pipeline.models.deal import Deal
from pipeline.models.of_deal import OfDealQuerySet
from pipeline.models.process import Stage
from pipeline.models.qualification import BEST, QualificationItem
from pipeline.models.readable import ReadableQuerySet
from salesmgmt.accounts.models import User

_ARGUMENTS = (
    Q(kind=CriterionKind.FIELD) & ~Q(field="")
    | Q(kind=CriterionKind.ACTIVITIES) & ~Q(activity_kind="") & Q(count__gt=0)
    | Q(kind=CriterionKind.CONTACT) & ~Q(role="")
    | Q(kind=CriterionKind.QUALIFIED) & Q(score__isnull=False, score__gt=0)
    | Q(kind__in=[CriterionKind.CHECK, CriterionKind.APPROVAL]) & ~Q(name="")
)
PROVES = {
    CriterionKind.FIELD: ("field",),
    CriterionKind.ACTIVITIES: ("activity_kind", "count", "since_entry"),
    CriterionKind.CONTACT: ("role",),
    CriterionKind.QUALIFIED: ("item", "score"),
    CriterionKind.CHECK: (),
    CriterionKind.APPROVAL: (),
}
"""Which columns say what a kind asks for."""


class ExitCriterion(models.Model):
    """A rule of a stage: a deal leaves it forward when this is true, or by an override with its reason.

    `domain.drafts` adds, edits and removes it while its process version is a draft; a published one stays as it is.
    `since_entry` counts only the activities since the deal entered the stage in which it is. `score` is the least that
    an item of its version has to be scored, or without one all items together (`item` is of the same version: trigger).
    """

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=CriterionKind)
    name = models.CharField(max_length=120, blank=True, help_text="Blank: said by what it asks for.")
    field = models.CharField(max_length=20, choices=DealFact, blank=True)
    activity_kind = models.CharField(max_length=8, choices=ActivityKind, blank=True)
    count = models.PositiveSmallIntegerField(default=1)
    since_entry = models.BooleanField(default=False)
    role = models.CharField(max_length=14, choices=BuyingRole, blank=True)
    item = models.ForeignKey(QualificationItem, models.PROTECT, null=True, blank=True, related_name="criteria")
    score = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = ReadableQuerySet.as_manager()

    class Meta:
        ordering = ["stage", "position", "id"]
        verbose_name_plural = "exit criteria"
        constraints = [
            models.CheckConstraint(condition=_ARGUMENTS, name="an_exit_criterion_says_what_it_asks_for"),
            models.CheckConstraint(
                condition=Q(field__in=["", *DealFact.values])
                & Q(activity_kind__in=["", *ActivityKind.values])
                & Q(role__in=["", *BuyingRole.values]),
                name="an_exit_criterion_asks_for_what_is_known",
            ),
            models.CheckConstraint(
                condition=Q(kind=CriterionKind.QUALIFIED) | Q(item__isnull=True, score__isnull=True),
                name="only_a_qualification_is_asked_for_by_score",
            ),
            models.CheckConstraint(
                condition=Q(item__isnull=True) | Q(score__lte=BEST), name="no_item_is_asked_for_above_the_best_score"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.asks

    @property
    def asks(self) -> str:
        """What it takes, as one says it."""
        match self.kind:
            case CriterionKind.FIELD:
                return f"{self.get_field_display()} is known"
            case CriterionKind.ACTIVITIES:
                noun = self.get_activity_kind_display().lower()
                held = f"{self.count} {noun}{'' if self.count == 1 else 's'}"
                return f"{held} since it entered the stage" if self.since_entry else held
            case CriterionKind.CONTACT:
                return f"{self.get_role_display()} is known"
            case CriterionKind.QUALIFIED:
                what = f"“{self.item}” scored {self.score}" if self.item else f"qualified with {self.score} points"
                return what if self.item and self.score == BEST else f"{what} or more"
            case CriterionKind.CHECK:
                return f"{self.name}, ticked with evidence"
        return f"{self.name}, approved"


class CriterionCheck(models.Model):
    """Somebody said that a checklist item is true of a deal, and why; or it was approved, at the request of `by`.

    `domain.checks.tick_criterion` writes it once, `untick_criterion` takes it back. `carried_by` is the act that took
    the deal to another version of its process, where that brought the tick along.
    """

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="checks", db_index=False)
    criterion = models.ForeignKey(ExitCriterion, models.PROTECT, related_name="checks")
    evidence = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    carried_by = models.ForeignKey(
        "pipeline.VersionMove", models.SET_NULL, null=True, blank=True, related_name="carried_checks"
    )

    objects = OfDealQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deal", "criterion"], name="a_criterion_is_ticked_once_for_a_deal")
        ]

    def __str__(self) -> str:
        return f"{self.criterion} of {self.deal}"
