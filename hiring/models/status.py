"""The page on which candidates see where they stand, and what they ask of us there."""

from datetime import date

from django.db import models
from django.db.models import DateField, F, Func, Q, Subquery

from hiring.choices import RequestKind
from hiring.models.candidate import Candidate
from salesmgmt.accounts.models import User
from salesmgmt.common.period import day_of, months_later
from salesmgmt.people.models import Company

MONTHS_TO_ANSWER = 1


class StatusLinkQuerySet(models.QuerySet["StatusLink"]):
    def visible_to(self, user: User) -> "StatusLinkQuerySet":
        return self.filter(candidate__in=Candidate.objects.visible_to(user).values("pk"))


class StatusLink(models.Model):
    """An address at which a candidate sees where they stand, until `expires_at`; the latest of a candidate works.

    `domain.status_links.give_status_link` makes it; `made_by` is null where it came with an application.
    """

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="status_links")
    made_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    objects = StatusLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="a_status_link_lasts")]

    def __str__(self) -> str:
        return f"Status link {self.pk}"


_ZONE = Subquery(Company.objects.values("zone")[:1])


class _AnswerBy(Func):
    """What `CandidateRequest.due_date` says, of the zone and the instant; a shorter month ends earlier in both."""

    template = f"((timezone(%(expressions)s))::date + interval '{MONTHS_TO_ANSWER} month')::date"
    output_field = DateField()


class CandidateRequestQuerySet(models.QuerySet["CandidateRequest"]):
    def visible_to(self, user: User) -> "CandidateRequestQuerySet":
        return self.filter(candidate__in=Candidate.objects.visible_to(user).values("pk"))

    def open(self) -> "CandidateRequestQuerySet":
        return self.filter(done_at__isnull=True)

    def due_by(self, day: date) -> "CandidateRequestQuerySet":
        """Those whose last day has come by then, said in SQL as `answer_by`, in the company's zone."""
        return self.annotate(answer_by=_AnswerBy(_ZONE, F("asked_at"))).filter(answer_by__lte=day)


class CandidateRequest(models.Model):
    """What a candidate asked for by their link and somebody of ours has to do: one of a kind at a time.

    `domain.candidate_requests` takes it and settles it, with a note of what was done.
    """

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="requests")
    kind = models.CharField(max_length=7, choices=RequestKind)
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(max_length=300, blank=True)

    objects = CandidateRequestQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "kind"], condition=Q(done_at__isnull=True), name="a_request_is_open_once_of_a_kind"
            ),
            models.CheckConstraint(condition=Q(kind__in=RequestKind.values), name="a_candidate_request_is_known"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | (Q(done_at__isnull=False, done_by__isnull=False) & ~Q(note="")),
                name="a_settled_request_says_by_whom_and_what",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} for {self.candidate}"

    def due_date(self, zone: str) -> date:
        """The last day that the law gives us, who live in `zone`: a month from the day on which they asked."""
        return months_later(day_of(self.asked_at, zone), MONTHS_TO_ANSWER)
