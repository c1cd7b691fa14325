"""What people did for a deal."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from pipeline.choices import ActivityKind, ActivityOutcome
from pipeline.models.account import Contact
from pipeline.models.deal import Deal
from pipeline.models.of_deal import OfDealQuerySet
from salesmgmt.accounts.models import User
from salesmgmt.common.folding import SearchText


class Activity(models.Model):
    """A call, e-mail, meeting, demo or note on a deal. It happened; `domain.activities.log_activity` writes it once.

    `domain.verifying.verify_activity` says that somebody else saw that it did.
    """

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="activities", db_index=False)
    kind = models.CharField(max_length=8, choices=ActivityKind)
    user = models.ForeignKey(User, models.PROTECT, related_name="activities", db_index=False)
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, blank=True, related_name="activities")
    happened_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    outcome = models.CharField(max_length=9, choices=ActivityOutcome, blank=True, default="", db_default="")
    note = models.TextField(blank=True)
    verified_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    verified_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = OfDealQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_at", "-id"]
        verbose_name_plural = "activities"
        indexes = [
            models.Index(fields=["deal", "-happened_at"], name="activities_of_a_deal"),
            models.Index(fields=["user", "happened_at"], name="activities_of_a_person"),
            models.Index(fields=["happened_at", "id"], name="activities_in_their_order"),
            GinIndex(SearchText("note"), name="activities_by_their_words"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ActivityKind.values), name="activity_kind_is_known"),
            models.CheckConstraint(
                condition=Q(outcome="") | (Q(outcome__in=ActivityOutcome.values) & ~Q(kind=ActivityKind.NOTE)),
                name="what_came_of_an_activity_is_known",
            ),
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(minutes__range=(1, 1440)), name="an_activity_lasts_up_to_a_day"
            ),
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True) | ~Q(verified_by=models.F("user")),
                name="nobody_verifies_their_own_activity",
            ),
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True, verified_at__isnull=True)
                | Q(verified_by__isnull=False, verified_at__isnull=False),
                name="a_verified_activity_says_since_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} by {self.user}"
