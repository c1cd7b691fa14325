"""Acts that may still be taken back."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from salesmgmt.accounts.models import User
from salesmgmt.web.undoing import Undoable, undoable_of, undoables


class UndoQuerySet(models.QuerySet["Undo"]):
    def visible_to(self, user: User) -> "UndoQuerySet":
        """One's own acts, and those of verbs that a permission of one's lets take back, too."""
        others = [each.verb for each in undoables() if each.permission and user.has_perm(each.permission)]
        return self.filter(Q(by=user) | Q(verb__in=others)) if others else self.filter(by=user)

    def standing(self, at: datetime) -> "UndoQuerySet":
        """Neither taken back nor past their window."""
        return self.filter(taken_back_at__isnull=True, until_at__gt=at)

    def about(self, subject: models.Model) -> "UndoQuerySet":
        return self.filter(subject_kind=subject._meta.label_lower, subject_id=subject.pk)


class Undo(models.Model):
    """The offer to take one act back until `until_at`: `domain.undoing.offer_undo` makes it in the act's transaction,
    `take_back` uses it up. `params` are what the inverse needs; it goes when its window has passed."""

    verb = models.CharField(max_length=80)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    subject_kind = models.CharField(max_length=80, blank=True)
    subject_id = models.BigIntegerField(null=True, blank=True)
    params = models.JSONField(default=dict)
    offered_at = models.DateTimeField()
    until_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = UndoQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until_at__gt=F("offered_at")), name="an_undo_has_a_window"),
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True, taken_back_by__isnull=True)
                | Q(taken_back_at__isnull=False, taken_back_by__isnull=False),
                name="who_took_an_act_back_is_known",
            ),
            models.CheckConstraint(
                condition=Q(subject_kind="", subject_id__isnull=True)
                | (~Q(subject_kind="") & Q(subject_id__isnull=False)),
                name="an_undo_names_its_whole_subject",
            ),
        ]
        indexes = [
            models.Index(fields=["by", "offered_at", "id"], name="undos_of_a_person"),
            models.Index(fields=["subject_kind", "subject_id"], name="undos_about_a_row"),
            models.Index(fields=["until_at"], name="undos_by_end"),
        ]

    def __str__(self) -> str:
        return f"{self.undoable.title} {self.pk}"

    @property
    def undoable(self) -> Undoable:
        return undoable_of(self.verb)
