"""What merges did, so that they can be taken apart again."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q

from salesmgmt.accounts.models import User
from salesmgmt.duplicates.registry import Mergeable, mergeable_of, mergeables


class MergeRecordQuerySet(models.QuerySet["MergeRecord"]):
    def visible_to(self, user: User) -> "MergeRecordQuerySet":
        """Merges into rows that the person may merge."""
        seen = Q(pk__in=[])
        for each in mergeables():
            if user.has_perm(each.permission):
                seen |= Q(kind=each.kind, kept_id__in=each.rows(user).values("pk"))
        return self.filter(seen)

    def standing(self) -> "MergeRecordQuerySet":
        return self.filter(unmerged_at__isnull=True)


class MergeRecord(models.Model):
    """One merge: row `gone_id` went into `kept_id`. `domain.merging.merge` writes it, `domain.unmerging` uses it up.

    The three rows are as `to_jsonb` says them, and `moved` names for each field that pointed at the row that is gone
    the rows that point at the kept one now. `joined` has, of tables with one row for each, the row that went and the
    other one before and after. They hold what is known of people: the door `duplicates.merges` (`erasure.py`) empties
    them for somebody who is erased.
    """

    kind = models.CharField(max_length=80)
    kept_id = models.BigIntegerField()
    gone_id = models.BigIntegerField()
    gone_row = models.JSONField(encoder=DjangoJSONEncoder)
    kept_before = models.JSONField(encoder=DjangoJSONEncoder)
    kept_after = models.JSONField(encoder=DjangoJSONEncoder)
    moved = models.JSONField(default=list)
    joined = models.JSONField(default=list, db_default=[], encoder=DjangoJSONEncoder)
    merged_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    merged_at = models.DateTimeField()
    unmerged_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    unmerged_at = models.DateTimeField(null=True, blank=True)

    objects = MergeRecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(kept_id=F("gone_id")), name="a_row_is_not_merged_with_itself"),
            models.UniqueConstraint(
                fields=["kind", "gone_id"], condition=Q(unmerged_at__isnull=True), name="a_row_goes_into_one_other"
            ),
        ]
        indexes = [models.Index(fields=["kind", "kept_id"], name="merges_into_a_row")]

    def __str__(self) -> str:
        return f"{self.kind} {self.gone_id} into {self.kept_id}"

    @property
    def mergeable(self) -> Mergeable:
        return mergeable_of(self.kind)

    @property
    def gone_name(self) -> str:
        return str(self.mergeable.model(**self.gone_row)) if self.gone_row else "erased"

    @property
    def is_erased(self) -> bool:
        return not self.gone_row
