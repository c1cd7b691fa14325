"""Forms that stand open to everybody, and by which leads come in."""

from django.db import models
from django.db.models import Q

from pipeline.models.campaign import Campaign
from pipeline.models.product import LeadSource
from pipeline.models.readable import ReadableQuerySet
from salesmgmt.accounts.models import User


class CaptureForm(models.Model):
    """A public form of a lead source or one of its campaigns, at `/leads/<code>/` while it `is_open`.

    `domain.capture` opens, edits and closes it. What comes in by it is given by the rules of assignment; where none
    of them fits, it is `owner`'s.
    """

    code = models.SlugField(max_length=40, unique=True)
    heading = models.CharField(max_length=100)
    intro = models.TextField(blank=True)
    lead_source = models.ForeignKey(LeadSource, models.PROTECT, related_name="forms")
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, blank=True, related_name="forms")
    owner = models.ForeignKey(User, models.PROTECT, related_name="+")
    is_open = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    objects = ReadableQuerySet.as_manager()

    class Meta:
        ordering = ["heading"]
        constraints = [models.CheckConstraint(condition=~Q(heading=""), name="a_capture_form_has_a_heading")]

    def __str__(self) -> str:
        return self.heading
