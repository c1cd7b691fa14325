"""Links by which candidates book interviews themselves, who can sit in them, and the mails about it."""

from django.db import models
from django.db.models import F, Q

from hiring.choices import BookingMailKind, BookingWho
from hiring.models.candidacy import Candidacy
from hiring.models.interview import Interview
from hiring.models.profile import HiringStage
from salesmgmt.accounts.models import User


class BookingLinkQuerySet(models.QuerySet["BookingLink"]):
    def visible_to(self, user: User) -> "BookingLinkQuerySet":
        """To whoever may work the candidacy: the link is a key."""
        return self.filter(candidacy__in=Candidacy.objects.workable_by(user).values("pk"))


class BookingLink(models.Model):
    """An address by which a candidate books one interview, moves it and calls it off.

    `domain.booking_links` makes and revokes it, `domain.booking` is what the candidate does; `interview` is what came
    of it. It can be booked until `expires_at`; what was booked can be changed until `change_hours` before.
    """

    candidacy = models.ForeignKey(Candidacy, models.CASCADE, related_name="booking_links")
    stage = models.ForeignKey(HiringStage, models.PROTECT, related_name="+")
    who = models.CharField(max_length=5, choices=BookingWho)
    minutes = models.PositiveSmallIntegerField(default=45)
    place = models.CharField(max_length=200, blank=True)
    buffer_minutes = models.PositiveSmallIntegerField(default=15)
    notice_hours = models.PositiveSmallIntegerField(default=24)
    change_hours = models.PositiveSmallIntegerField(default=12)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    zone = models.CharField(max_length=64, blank=True, help_text="The candidate's, once they have chosen one.")
    interview = models.OneToOneField(Interview, models.SET_NULL, null=True, blank=True, related_name="booking_link")

    objects = BookingLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(who__in=BookingWho.values), name="a_booking_is_with_a_panel_or_a_pool"),
            models.CheckConstraint(condition=Q(minutes__range=(5, 480)), name="a_booking_lasts_5_to_480_minutes"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="a_booking_link_lasts"),
        ]

    def __str__(self) -> str:
        return f"Booking link {self.pk}"


class BookingMember(models.Model):
    """Somebody who sits in what is booked, or who is one of those who could."""

    link = models.ForeignKey(BookingLink, models.CASCADE, related_name="members", db_index=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["link", "user"], name="somebody_is_once_in_a_booking")]

    def __str__(self) -> str:
        return f"{self.user} in {self.link}"


class BookingMailQuerySet(models.QuerySet["BookingMail"]):
    def visible_to(self, user: User) -> "BookingMailQuerySet":
        """To those who made the link or sit in what was booked, while they see the candidate."""
        seen = self.filter(link__candidacy__in=Candidacy.objects.visible_to(user).values("pk"))
        return seen.filter(Q(link__made_by=user) | Q(link__interview__panel__user=user)).distinct()


class BookingMail(models.Model):
    """A mail to the candidate about a booking, which a job sends once: `sent_at`, or why not.

    It holds no words: they are written when it leaves. `by` is None where the candidate acted, and then those who
    interview are told, too. `sequence` orders invitations for calendars (RFC 5545).
    """

    derived = True

    link = models.ForeignKey(BookingLink, models.CASCADE, related_name="mails")
    kind = models.CharField(max_length=9, choices=BookingMailKind)
    sequence = models.PositiveIntegerField()
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = BookingMailQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=BookingMailKind.values), name="a_booking_mail_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.link}"


class FeedQuerySet(models.QuerySet["InterviewFeed"]):
    def visible_to(self, user: User) -> "FeedQuerySet":
        return self.filter(user=user)


class InterviewFeed(models.Model):
    """A secret address at which a calendar reads one person's interviews; only a hash of it is kept.

    `domain.feeds` makes and revokes it; another one takes its place.
    """

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="interview_feed")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    objects = FeedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Feed of {self.user}"
