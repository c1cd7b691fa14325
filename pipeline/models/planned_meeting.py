"""A meeting that lies ahead: who meets whom, when, about which deal."""

from django.db import models
from django.db.models import Q

from pipeline.choices import PLANNED_KINDS, ActivityKind, MeetingState
from pipeline.models.account import Contact
from pipeline.models.activity import Activity
from pipeline.models.deal import Deal
from pipeline.models.of_deal import OfDealQuerySet
from salesmgmt.accounts.models import User


class PlannedMeetingQuerySet(OfDealQuerySet):
    def ahead(self) -> "PlannedMeetingQuerySet":
        """Neither held nor cancelled; also where its time has passed and nobody has said how it went."""
        return self.filter(state=MeetingState.PLANNED)


class PlannedMeeting(models.Model):
    """A call, meeting or demo that somebody plans for a deal: PLANNED -> HELD, which makes it the activity that it was
    (`activity`), or CANCELLED for a reason. Until it was held it is no selling time and counts in no figure.

    `domain.planned_meetings.plan_meeting` makes it, `hold_meeting` and `cancel_meeting` close it. `step` is what it
    said to do as the deal's next step, and blank where that was another.
    """

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="planned_meetings", db_index=False)
    kind = models.CharField(max_length=8, choices=ActivityKind)
    user = models.ForeignKey(User, models.PROTECT, related_name="planned_meetings", db_index=False)
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, blank=True, related_name="planned_meetings")
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=30)
    about = models.CharField(max_length=200, blank=True)
    step = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=9, choices=MeetingState, default=MeetingState.PLANNED)
    activity = models.OneToOneField(Activity, models.PROTECT, null=True, blank=True, related_name="planned_as")
    reason = models.CharField(max_length=200, blank=True)
    planned_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = PlannedMeetingQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "id"]
        indexes = [
            models.Index(fields=["deal", "starts_at"], name="meetings_of_a_deal"),
            models.Index(
                fields=["user", "starts_at"], condition=Q(state=MeetingState.PLANNED), name="meetings_ahead_of_a_person"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[code for code, _ in PLANNED_KINDS]), name="a_planned_meeting_is_a_meeting"
            ),
            models.CheckConstraint(condition=Q(minutes__range=(1, 1440)), name="a_meeting_lasts_up_to_a_day"),
            models.CheckConstraint(
                condition=Q(starts_at__gt=models.F("planned_at")), name="a_meeting_is_planned_before_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(state=MeetingState.PLANNED, closed_at__isnull=True, activity__isnull=True, reason="")
                | Q(state=MeetingState.HELD, closed_at__isnull=False, activity__isnull=False, reason="")
                | Q(state=MeetingState.CANCELLED, closed_at__isnull=False, activity__isnull=True) & ~Q(reason=""),
                name="a_planned_meeting_says_how_it_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} with {self.contact.name}" if self.contact else self.get_kind_display()
