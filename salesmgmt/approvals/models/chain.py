"""Who has to say yes, one after the other."""

from django.db import models
from django.db.models import Q

from salesmgmt.accounts.models import User
from salesmgmt.approvals.choices import Approver


class ApprovalChain(models.Model):
    """The steps of a kind of approval from the moment it was set up; it never changes: `domain.chains.set_chain` makes
    the next one the current one, and requests under way keep theirs. One without steps asks nobody."""

    kind = models.CharField(max_length=40)
    is_current = models.BooleanField(default=True)
    expires_after_days = models.PositiveSmallIntegerField(default=14)
    set_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind"], condition=Q(is_current=True), name="a_kind_of_approval_has_one_current_chain"
            ),
            models.CheckConstraint(condition=Q(expires_after_days__gt=0), name="an_approval_waits_for_some_days"),
        ]

    def __str__(self) -> str:
        return f"Chain {self.pk} of {self.kind}"


class ApprovalStep(models.Model):
    """One yes of a chain."""

    chain = models.ForeignKey(ApprovalChain, models.CASCADE, related_name="steps", db_index=False)
    position = models.PositiveSmallIntegerField()
    approver = models.CharField(max_length=16, choices=Approver)

    class Meta:
        ordering = ["chain", "position"]
        constraints = [
            models.UniqueConstraint(fields=["chain", "position"], name="a_step_of_a_chain_has_its_place"),
            models.CheckConstraint(condition=Q(approver__in=Approver.values), name="an_approver_is_known"),
        ]

    def __str__(self) -> str:
        return self.get_approver_display()
