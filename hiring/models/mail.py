"""Mails to candidates about anything but a booking by link."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from hiring.choices import CandidateMailKind
from hiring.models.candidacy import Candidacy, StageVisit
from hiring.models.consent import ConsentRequest
from hiring.models.interview import Interview
from hiring.models.offer import Offer
from hiring.models.status import StatusLink
from salesmgmt.accounts.models import User


class CandidateMailQuerySet(models.QuerySet["CandidateMail"]):
    def waiting(self) -> "CandidateMailQuerySet":
        return self.filter(sent_at__isnull=True, dropped_at__isnull=True)

    def farewells(self) -> "CandidateMailQuerySet":
        """Rejections that still hold: the candidacy was not opened again since, whatever became of it then, and nobody
        withdrew before being told."""
        opened = StageVisit.objects.filter(candidacy=OuterRef("candidacy"), entered_at__gt=OuterRef("made_at"))
        return self.filter(~Exists(opened), kind=CandidateMailKind.REJECTED, candidacy__withdrew_at__isnull=True)


class CandidateMail(models.Model):
    """A mail to the candidate, which a job sends once, not before `leaves_at`: at `sent_at`, or at `dropped_at` nothing
    was left to say.

    `domain.letters.write_to` makes it. What it is about is one of the links; its words are written when it leaves,
    except `text`, what somebody wrote to go with it. `number` is the version of the interview or offer.
    """

    derived = True

    candidacy = models.ForeignKey(Candidacy, models.CASCADE, related_name="mails")
    kind = models.CharField(max_length=10, choices=CandidateMailKind)
    consent = models.ForeignKey(ConsentRequest, models.CASCADE, null=True, blank=True, related_name="+")
    status_link = models.ForeignKey(StatusLink, models.CASCADE, null=True, blank=True, related_name="+")
    offer = models.ForeignKey(Offer, models.CASCADE, null=True, blank=True, related_name="+")
    interview = models.ForeignKey(Interview, models.CASCADE, null=True, blank=True, related_name="+")
    number = models.PositiveIntegerField(default=0)
    text = models.TextField(blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    leaves_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)

    objects = CandidateMailQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["leaves_at"],
                condition=Q(sent_at__isnull=True, dropped_at__isnull=True),
                name="candidate_mails_waiting",
            )
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=CandidateMailKind.values), name="a_candidate_mail_is_known"),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(dropped_at__isnull=True),
                name="a_candidate_mail_left_or_was_dropped",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"
