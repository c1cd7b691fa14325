"""What a request with an Idempotency-Key was answered with."""

from django.db import models
from django.db.models.functions import Now

from salesmgmt.accounts.models import User


class IdempotencyRecord(models.Model):
    """One row is one act that was asked for under a key, and the answer that the same request gets again for a day.

    Written by `domain.idempotency.claim` before the act and in its transaction: while that runs, the same request waits
    at the unique key; when the act is refused or breaks, the row goes with it. `domain.idempotency.forget_old` and
    `forget_about` delete rows. `subject` is the row that the answer shows; nobody gets an answer about a row that they
    no longer see.
    """

    principal = models.CharField(max_length=40)
    method = models.CharField(max_length=7)
    path = models.CharField(max_length=500)
    key = models.CharField(max_length=255)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True)
    subject_kind = models.CharField(max_length=100, blank=True)
    subject_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["principal", "method", "path", "key"], name="a_key_stands_for_one_request_of_its_sender"
            )
        ]
        indexes = [
            models.Index(fields=["created_at"], name="answers_by_age"),
            models.Index(fields=["subject_kind", "subject_id"], name="answers_by_subject"),
        ]
