"""By which key of whose a lead was sent."""

from django.db import models

from pipeline.models.capture import CaptureForm
from pipeline.models.lead import Lead


class CaptureReceipt(models.Model):
    """The sender's own `key` of what came by a form, so that what is sent twice is one lead.

    `domain.capture.capture_lead` writes it with the lead.
    """

    derived = True

    form = models.ForeignKey(CaptureForm, models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=120)
    lead = models.ForeignKey(Lead, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["form", "key"], name="what_is_sent_twice_is_one_lead")]

    def __str__(self) -> str:
        return self.key
