"""What was asked for, whose turn it is, and who said what."""

from collections.abc import Collection
from typing import Any

from django.db import models
from django.db.models import Q

from salesmgmt.accounts.models import User
from salesmgmt.approvals.choices import RequestState
from salesmgmt.approvals.models.chain import ApprovalChain
from salesmgmt.approvals.registry import ApprovalKind, kind_of, kinds_set_up_by


class ApprovalRequestQuerySet(models.QuerySet["ApprovalRequest"]):
    def visible_to(self, user: User) -> "ApprovalRequestQuerySet":
        """To who asked, who may or did decide, and who sets up the chains of its kind."""
        turns = ApprovalTurn.objects.filter(person=user).values("request")
        decided = ApprovalDecision.objects.filter(by=user).values("request")
        set_up = [kind.code for kind in kinds_set_up_by(user)]
        return self.filter(Q(asked_by=user) | Q(pk__in=turns) | Q(pk__in=decided) | Q(kind__in=set_up))

    def put_to(self, user: User, kind: str) -> models.QuerySet["ApprovalRequest", Any]:
        """The rows that a person may or did decide requests of a kind about: what one is asked about, one may read."""
        turns = ApprovalTurn.objects.filter(person=user, request__kind=kind)
        decided = ApprovalDecision.objects.filter(by=user, request__kind=kind)
        return self.filter(Q(pk__in=turns.values("request")) | Q(pk__in=decided.values("request"))).values("subject_id")

    def open(self) -> "ApprovalRequestQuerySet":
        return self.filter(state=RequestState.OPEN)

    def waiting_for(self, user: User) -> "ApprovalRequestQuerySet":
        return self.open().filter(pk__in=ApprovalTurn.objects.filter(person=user).values("request"))

    def about(self, kinds: Collection[str], subject: models.Model) -> "ApprovalRequestQuerySet":
        return self.filter(kind__in=kinds, subject_id=subject.pk)


class ApprovalRequest(models.Model):
    """Somebody asked for a yes to one act on one row: OPEN -> APPROVED (the act is done in the same transaction),
    REFUSED, WITHDRAWN, EXPIRED or VOID (the row is no longer what it was asked about).

    `domain.asking.ask` makes it, `domain.deciding` moves it. `position` is the step whose turn it is.
    """

    kind = models.CharField(max_length=40)
    chain = models.ForeignKey(ApprovalChain, models.PROTECT, related_name="+")
    subject_id = models.BigIntegerField()
    subject_version = models.CharField(max_length=200)
    params = models.JSONField(default=dict)
    note = models.CharField(max_length=500, blank=True)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=RequestState, default=RequestState.OPEN)
    position = models.PositiveSmallIntegerField(default=1)
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ApprovalRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_id"],
                condition=Q(state=RequestState.OPEN),
                name="a_row_waits_for_one_approval_of_a_kind",
            ),
            models.CheckConstraint(condition=Q(state__in=RequestState.values), name="an_approval_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=RequestState.OPEN, ended_at__isnull=True)
                | (~Q(state=RequestState.OPEN) & Q(ended_at__isnull=False)),
                name="an_ended_approval_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["asked_by", "asked_at"], name="approvals_that_one_asked_for"),
            models.Index(fields=["expires_at"], condition=Q(state=RequestState.OPEN), name="approvals_that_expire"),
        ]

    def __str__(self) -> str:
        return f"{self.declared.title} {self.pk}"

    @property
    def declared(self) -> ApprovalKind:
        return kind_of(self.kind)

    @property
    def what(self) -> str:
        return self.declared.what(self.params)

    @property
    def is_open(self) -> bool:
        return self.state == RequestState.OPEN


class ApprovalTurn(models.Model):
    """A person may decide a request now, in their own right or (`in_place_of`) as a deputy. `domain.turns` writes the
    rows anew whenever the step or the rule's answer changes."""

    request = models.ForeignKey(ApprovalRequest, models.CASCADE, related_name="turns", db_index=False)
    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    in_place_of = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "person"], name="a_person_has_one_turn_in_an_approval")
        ]

    def __str__(self) -> str:
        return f"{self.person} may decide {self.request_id}"


class ApprovalDecision(models.Model):
    """What one person said to one step, once; it stays."""

    append_only = True

    request = models.ForeignKey(ApprovalRequest, models.PROTECT, related_name="decisions", db_index=False)
    position = models.PositiveSmallIntegerField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    in_place_of = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    is_yes = models.BooleanField()
    reason = models.CharField(max_length=500, blank=True)
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["request", "position"]
        constraints = [
            models.UniqueConstraint(fields=["request", "position"], name="a_step_is_decided_once"),
            models.UniqueConstraint(fields=["request", "by"], name="a_person_decides_one_step_of_an_approval"),
            models.CheckConstraint(condition=Q(is_yes=True) | ~Q(reason=""), name="a_no_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.by}: {'yes' if self.is_yes else 'no'}"
