"""What one has to know of a deal to know that it can be won, and how well that is known."""

from django.db import models
from django.db.models import Q

from pipeline.models.activity import Activity
from pipeline.models.deal import Deal
from pipeline.models.of_deal import OfDealQuerySet
from pipeline.models.process import ProcessVersion
from pipeline.models.readable import ReadableQuerySet
from salesmgmt.accounts.models import User

BEST = 3
"""The highest score: it is proven."""


class QualificationItem(models.Model):
    """Something that a process version wants to know of its deals, such as who the economic buyer is.

    A new process begins with the standard seven (`domain.standard_qualification`); `domain.draft_qualification` adds,
    edits and removes them while the version is a draft. `code` stays the same from version to version: scores are kept
    by it.
    """

    process_version = models.ForeignKey(ProcessVersion, models.CASCADE, related_name="items", db_index=False)
    position = models.PositiveSmallIntegerField()
    code = models.SlugField(max_length=40, db_index=False)
    name = models.CharField(max_length=60)
    question = models.CharField(max_length=200, blank=True, help_text="What to ask to find out.")

    objects = ReadableQuerySet.as_manager()

    class Meta:
        ordering = ["process_version", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["process_version", "code"], name="a_version_asks_for_an_item_once"),
            models.CheckConstraint(condition=~Q(name=""), name="a_qualification_item_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class QualificationScoreQuerySet(OfDealQuerySet):
    def current(self) -> "QualificationScoreQuerySet":
        return self.filter(replaced_at__isnull=True)


class QualificationScore(models.Model):
    """How well an item is known of a deal, 0 to 3, since `at`, with what shows it; blank: it is unknown (again), which
    is not the same as 0, known to be bad. Earlier rows stay, with when they were replaced.

    `domain.qualification.score_item` writes it. `code` is the item's, by which other versions find it.
    """

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="scores")
    item = models.ForeignKey(QualificationItem, models.PROTECT, related_name="scores")
    code = models.SlugField(max_length=40, db_index=False)
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    evidence = models.CharField(max_length=500, blank=True)
    activity = models.ForeignKey(Activity, models.SET_NULL, null=True, blank=True, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)

    objects = QualificationScoreQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["deal", "code"], condition=Q(replaced_at__isnull=True), name="an_item_has_one_score_for_a_deal"
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__range=(0, BEST)), name="a_score_is_0_to_3"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item}: {'unknown' if self.score is None else self.score}"
