"""Seats to fill."""

from django.db import models
from django.db.models import F, Q

from hiring.choices import OpeningReason, OpeningState
from hiring.models.candidacy import Candidacy
from hiring.models.profile import HiringProfile
from salesmgmt.accounts.models import User
from salesmgmt.approvals.models import ApprovalRequest
from salesmgmt.people.models import Team

OPENING_APPROVAL = "hiring.opening"


class OpeningQuerySet(models.QuerySet["Opening"]):
    def visible_to(self, user: User) -> "OpeningQuerySet":
        """Those of profiles that one hires for, and those that one was asked to approve."""
        asked = ApprovalRequest.objects.put_to(user, OPENING_APPROVAL)
        return self.filter(Q(profile__in=HiringProfile.objects.hired_for_by(user).values("pk")) | Q(pk__in=asked))

    def open(self) -> "OpeningQuerySet":
        return self.filter(state=OpeningState.OPEN)

    def to_be_filled(self) -> "OpeningQuerySet":
        return self.filter(state__in=(OpeningState.DRAFT, OpeningState.WAITING, OpeningState.OPEN))

    def ever_opened(self) -> "OpeningQuerySet":
        return self.filter(opened_at__isnull=False)


class Opening(models.Model):
    """A seat to fill for a role profile in a team; candidates need none.

    States: DRAFT -> WAITING (for approval) -> OPEN -> FILLED, and CANCELLED from any but FILLED.
    `domain.openings` moves it; `domain.hires.hire` fills it. `opened_at` is where time to fill
    counts from, `closed_at` when it was filled or cancelled.
    """

    profile = models.ForeignKey(HiringProfile, models.PROTECT, related_name="openings")
    team = models.ForeignKey(Team, models.PROTECT, related_name="openings")
    reason = models.CharField(max_length=11, choices=OpeningReason)
    target_date = models.DateField(help_text="When somebody should have started.")
    state = models.CharField(max_length=9, choices=OpeningState, default=OpeningState.DRAFT)
    drafted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(max_length=200, blank=True)
    filled_by = models.OneToOneField(Candidacy, models.PROTECT, null=True, blank=True, related_name="opening")
    version = models.PositiveIntegerField(default=1)

    objects = OpeningQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["state", "target_date", "id"], name="openings_by_target"),
            models.Index(fields=["opened_at"], name="openings_by_their_start"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(reason__in=OpeningReason.values), name="an_opening_reason_is_known"),
            models.CheckConstraint(condition=Q(state__in=OpeningState.values), name="an_opening_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=OpeningState.FILLED, filled_by__isnull=False)
                | (~Q(state=OpeningState.FILLED) & Q(filled_by__isnull=True)),
                name="a_filled_opening_says_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(state__in=(OpeningState.FILLED, OpeningState.CANCELLED), closed_at__isnull=False)
                | (~Q(state__in=(OpeningState.FILLED, OpeningState.CANCELLED)) & Q(closed_at__isnull=True)),
                name="a_closed_opening_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(OpeningState.OPEN, OpeningState.FILLED)) | Q(opened_at__isnull=False),
                name="an_open_opening_says_since_when",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(opened_at__isnull=True) | Q(closed_at__gte=F("opened_at")),
                name="an_opening_closes_after_it_opened",
            ),
            models.CheckConstraint(
                condition=~Q(state=OpeningState.CANCELLED) | ~Q(cancel_reason=""), name="a_cancelled_opening_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.profile}, {self.team}"
