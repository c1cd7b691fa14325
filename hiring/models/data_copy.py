"""What we keep of candidates, made into a file for themselves."""

from django.db import models
from django.db.models import F, Q

from hiring.models.candidate import Candidate
from salesmgmt.accounts.models import User
from salesmgmt.events.models import Job
from salesmgmt.files.models import StoredFile


class DataCopyQuerySet(models.QuerySet["DataCopy"]):
    def visible_to(self, user: User) -> "DataCopyQuerySet":
        """Nobody of ours reads what was made for a candidate: they hold the link."""
        return self.none()

    def standing(self) -> "DataCopyQuerySet":
        return self.filter(stored__isnull=False)


class DataCopy(models.Model):
    """One copy that a candidate asked for by the link of their page: a job makes it, they fetch it until `expires_at`,
    then the file goes. `domain.data_copies` asks for it, makes it and hands it out."""

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="data_copies")
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+")
    stored = models.OneToOneField(StoredFile, models.SET_NULL, null=True, blank=True, related_name="+")
    fetched_at = models.DateTimeField(null=True, blank=True, help_text="When it was fetched last.")

    objects = DataCopyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "data copies"
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=Q(expires_at__gt=F("asked_at")), name="a_data_copy_lasts")]

    def __str__(self) -> str:
        return f"Data copy {self.pk}"
