"""People who might be hired, and where they came from."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q

from hiring.models.readable import OfferedSetupQuerySet
from hiring.rules import can_read_hiring, reads_every_candidate
from salesmgmt.accounts.models import User
from salesmgmt.accounts.models.user import CitextEmailField
from salesmgmt.common.folding import Folded, OnlyDigits, SearchText, words_index
from salesmgmt.duplicates.normal import EmailKey, PersonName, PhoneKey

ERASED_NAME = "Erased candidate"


class CandidateSource(models.Model):
    """Where candidates come from: a referral, a job board, an event."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=100)
    is_active = models.BooleanField(default=True)

    objects = OfferedSetupQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="a_candidate_source_has_a_name")]

    def __str__(self) -> str:
        return self.name


class CandidateQuerySet(models.QuerySet["Candidate"]):
    def visible_to(self, user: User) -> "CandidateQuerySet":
        """Those of whom one may see a candidacy; recruiters and admins see all."""
        from hiring.models.candidacy import Candidacy

        if reads_every_candidate(user):
            return self
        if not can_read_hiring(user):
            return self.none()
        return self.filter(pk__in=Candidacy.objects.visible_to(user).values("candidate_id"))


class Candidate(models.Model):
    """A person who might be hired, once, however often they apply; not a user.

    `domain.candidates` enters and edits them. An e-mail address belongs to one candidate. `domain.erasure` leaves a row
    that is counted and says nothing, `erased_at`; no other act changes it any more.
    """

    name = models.CharField(max_length=200)
    email = CitextEmailField(null=True, blank=True, unique=True)
    phone = models.CharField(max_length=40, blank=True)
    headline = models.CharField(max_length=200, blank=True, help_text="What they do now, in a line.")
    location = models.CharField(max_length=100, blank=True)
    source = models.ForeignKey(
        CandidateSource, models.PROTECT, null=True, blank=True, related_name="candidates", db_index=False
    )
    about = models.TextField(blank=True, help_text="What they wrote about themselves, or what a recruiter noted.")
    created_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    is_candidate = True  # marks of people are drawn square for candidates

    objects = CandidateQuerySet.as_manager()

    class Meta:
        ordering = [Folded("name"), "id"]
        indexes = [
            models.Index(Folded("name"), "id", name="candidates_by_folded_name"),
            models.Index(fields=["source", "id"], name="candidates_of_a_source"),
            words_index("name", "headline", "email", "phone", OnlyDigits("phone"), name="candidates_by_their_words"),
            GinIndex(SearchText("about"), name="candidates_by_what_is_said"),
            GinIndex(OpClass(PersonName("name"), name="gin_trgm_ops"), name="candidates_by_like_name"),
            models.Index(EmailKey("email"), name="candidates_by_like_email"),
            models.Index(PhoneKey("phone"), name="candidates_by_like_phone"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="a_candidate_has_a_name"),
            models.CheckConstraint(
                condition=Q(email__isnull=True) | Q(email__contains="@"), name="a_candidate_email_has_an_at"
            ),
            models.CheckConstraint(
                condition=Q(email__isnull=True) | ~Q(email__regex=r"\s"), name="a_candidate_email_is_one_word"
            ),
            models.CheckConstraint(
                condition=Q(email__isnull=False)
                | ~Q(phone="")
                | Q(created_by__isnull=False)
                | Q(erased_at__isnull=False),
                name="an_applicant_can_be_reached",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True)
                | Q(name=ERASED_NAME, email__isnull=True, phone="", headline="", location="", about=""),
                name="an_erased_candidate_says_nothing",
            ),
        ]

    def __str__(self) -> str:
        return self.name
