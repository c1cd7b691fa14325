"""Documents of candidates: CVs and what else they or we hand in."""

from django.db import models
from django.db.models import Q

from hiring.models.candidate import Candidate
from salesmgmt.accounts.models import User
from salesmgmt.files.models import StoredFile


class DocumentKind(models.TextChoices):
    CV = "CV", "CV"
    LETTER = "LETTER", "Letter"
    WORK = "WORK", "Sample of work"
    OTHER = "OTHER", "Other document"


class CandidateDocumentQuerySet(models.QuerySet["CandidateDocument"]):
    def visible_to(self, user: User) -> "CandidateDocumentQuerySet":
        """Those of the candidates that one sees; a removed one is there for nobody."""
        return self.standing().filter(candidate__in=Candidate.objects.visible_to(user).values("pk"))

    def standing(self) -> "CandidateDocumentQuerySet":
        return self.filter(removed_at__isnull=True)


class CandidateDocument(models.Model):
    """A file that belongs to a candidate: `domain.documents.add_document` links it, `remove_document` takes it away,
    and file and row go for good a month later. `added_by` is null where the candidate handed it in."""

    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="documents", db_index=False)
    stored = models.OneToOneField(StoredFile, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=6, choices=DocumentKind, default=DocumentKind.CV)
    added_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = CandidateDocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-added_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=DocumentKind.values), name="a_document_is_of_a_known_kind")
        ]
        indexes = [models.Index(fields=["candidate", "added_at"], name="documents_of_a_candidate")]

    def __str__(self) -> str:
        return self.stored.name
