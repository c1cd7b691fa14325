"""Two rows that may be the same thing."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from salesmgmt.accounts.models import User
from salesmgmt.duplicates.choices import PairState
from salesmgmt.duplicates.registry import Mergeable, mergeable_of, mergeables


class DuplicatePairQuerySet(models.QuerySet["DuplicatePair"]):
    def visible_to(self, user: User) -> "DuplicatePairQuerySet":
        """Pairs of which the person may merge both rows; nobody learns from a pair of a row they may not see."""
        seen = Q(pk__in=[])
        for each in mergeables():
            if user.has_perm(each.permission):
                rows = each.rows(user).values("pk")
                seen |= Q(kind=each.kind, low_id__in=rows, high_id__in=rows)
        return self.filter(seen)

    def open(self) -> "DuplicatePairQuerySet":
        return self.filter(state=PairState.OPEN)

    def between(self, kind: str, one: int, other: int) -> "DuplicatePairQuerySet":
        return self.filter(kind=kind, low_id=min(one, other), high_id=max(one, other))


class DuplicatePair(models.Model):
    """Two rows of a kind that look alike, once, with the reasons as codes of the kind's keys, and NAME.

    States: OPEN -> NOT_DUPLICATE or MERGED. `domain.pairing` finds, renews and decides pairs; `domain.merging` sets
    MERGED, and an unmerge opens the pair again.
    """

    kind = models.CharField(max_length=80)
    low_id = models.BigIntegerField()
    high_id = models.BigIntegerField()
    score = models.PositiveSmallIntegerField(help_text="How likely they are the same, of 100.")
    reasons = ArrayField(models.CharField(max_length=20))
    name_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    state = models.CharField(max_length=13, choices=PairState, default=PairState.OPEN)
    found_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = DuplicatePairQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "low_id", "high_id"], name="a_pair_is_found_once"),
            models.CheckConstraint(condition=Q(low_id__lt=F("high_id")), name="a_pair_is_of_two_rows"),
            models.CheckConstraint(condition=Q(state__in=PairState.values), name="pair_state_is_known"),
        ]
        indexes = [
            models.Index(fields=["kind", "state", "-score", "id"], name="pairs_by_score"),
            models.Index(fields=["kind", "high_id"], name="pairs_by_their_other_row"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.low_id} and {self.high_id}"

    @property
    def mergeable(self) -> Mergeable:
        return mergeable_of(self.kind)

    @property
    def words(self) -> list[str]:
        """The reasons, the strongest first."""
        said = [key.words for key in self.mergeable.keys if key.code in self.reasons]
        return [*said, f"names {self.name_percent}% alike"] if self.name_percent else said
