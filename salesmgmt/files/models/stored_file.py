"""Bytes that somebody handed in, and what is known about them."""

from uuid import uuid4

from django.conf import settings
from django.db import models

from salesmgmt.accounts.models import User
from salesmgmt.files.linking import readable_by

STORED_UNDER = "files"


def storage_path(_: "StoredFile", __: str) -> str:
    """A place that tells nothing about the content and that nobody can guess."""
    name = uuid4().hex
    return f"{STORED_UNDER}/{name[:2]}/{name}"


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    def visible_to(self, user: User) -> "StoredFileQuerySet":
        """Files are read by the rule of the row that links them, unlinked ones by the person who handed them in."""
        return self.filter(readable_by(user))


class StoredFile(models.Model):
    """One row is one file as it was handed in: bytes in the storage, their SHA-256, size and sniffed media type.

    `domain.store` makes it, `domain.remove_expired` removes row and bytes after `keep_until` (null: as long as an app
    links it); it never changes. `name` is what the person called it, for showing; nothing is decided by
    it. `created_by` is null where somebody who is not signed in handed it in.
    """

    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    name = models.CharField(max_length=255)
    content = models.FileField(upload_to=storage_path, max_length=100, unique=True)
    keep_until = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField()

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"), name="a_file_has_its_sha256"),
            models.CheckConstraint(condition=models.Q(size__gt=0), name="a_file_is_not_empty"),
            models.CheckConstraint(condition=~models.Q(name=""), name="a_file_has_a_name"),
        ]
        indexes = [
            models.Index(fields=["keep_until"], condition=models.Q(keep_until__isnull=False), name="files_that_expire"),
            models.Index(fields=["sha256"], name="files_by_content"),
        ]

    def __str__(self) -> str:
        return self.name
