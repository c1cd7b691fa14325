"""What states a lead has been in, and when somebody reached out."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from pipeline.choices import ActivityOutcome, ContactKind, LeadCause, LeadRejection, LeadState
from pipeline.models.lead import Lead
from salesmgmt.accounts.models import User


class LeadStateQuerySet(models.QuerySet["LeadStateChange"]):
    def visible_to(self, user: User) -> "LeadStateQuerySet":
        """Seen with their lead."""
        return self.filter(lead__in=Lead.objects.visible_to(user).values("pk"))

    def counted(self) -> "LeadStateQuerySet":
        """Without those that an undo took back."""
        return self.filter(undone_at__isnull=True)

    def before(self, instant: datetime) -> "LeadStateQuerySet":
        """What was true just before an instant, the last change first."""
        return self.counted().filter(at__lt=instant).order_by("-at", "-pk")


class LeadStateChange(models.Model):
    """A lead came into a state: from which, by whom (nobody, where it came by a form or a file), when and why.

    `domain.lead_history` adds them in the transaction of the act, and marks what an undo took back; nothing else of
    them changes (trigger). `own_lead` is the number of the lead that it was written of: a merge moves `lead` alone, so
    that a lead's states are those of its own rows.
    """

    lead = models.ForeignKey(Lead, models.CASCADE, related_name="state_changes")
    own_lead = models.BigIntegerField()
    from_state = models.CharField(max_length=9, choices=LeadState, blank=True)
    to_state = models.CharField(max_length=9, choices=LeadState)
    reason = models.CharField(max_length=11, choices=LeadRejection, blank=True)
    cause = models.CharField(max_length=8, choices=LeadCause)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = LeadStateQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["own_lead", "-at", "-id"], name="states_of_a_lead")]
        constraints = [
            models.CheckConstraint(condition=~Q(from_state=models.F("to_state")), name="a_lead_changes_into_another"),
            models.CheckConstraint(
                condition=Q(to_state__in=LeadState.values, cause__in=LeadCause.values), name="a_lead_change_is_known"
            ),
            models.CheckConstraint(
                condition=Q(undone_by__isnull=True, undone_at__isnull=True)
                | Q(undone_by__isnull=False, undone_at__isnull=False),
                name="an_undone_lead_change_says_by_whom_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lead}: {self.get_to_state_display().lower()}"


class LeadContactQuerySet(models.QuerySet["LeadContact"]):
    def visible_to(self, user: User) -> "LeadContactQuerySet":
        return self.filter(lead__in=Lead.objects.visible_to(user).values("pk"))


class LeadContact(models.Model):
    """Somebody reached out to a lead. `domain.lead_response.contact_lead` adds it; it happened and is not edited."""

    lead = models.ForeignKey(Lead, models.CASCADE, related_name="contacts")
    kind = models.CharField(max_length=7, choices=ContactKind)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    outcome = models.CharField(max_length=9, choices=ActivityOutcome, blank=True, default="", db_default="")
    note = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    objects = LeadContactQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ContactKind.values), name="a_contact_is_known"),
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(minutes__range=(1, 1440)), name="reaching_out_lasts_up_to_a_day"
            ),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(outcome__in=ActivityOutcome.values), name="what_came_of_it_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} to {self.lead}"
