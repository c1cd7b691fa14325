"""Public forms as the API shows and takes them."""

from typing import Any

from rest_framework import serializers

from pipeline.api.fields import PersonField, SourceField, VersionedBody
from pipeline.api.serializers.accounts import ApartFromFacts
from pipeline.models import Campaign, CaptureForm
from salesmgmt.api.strict import StrictBody


class CaptureFormSerializer(serializers.ModelSerializer[CaptureForm]):
    """A form at `/leads/<code>/`, while it is open."""

    lead_source = serializers.CharField(source="lead_source.code")
    campaign = serializers.CharField(source="campaign.code", default=None, allow_null=True)

    class Meta:
        model = CaptureForm
        read_only_fields = fields = (
            "id",
            "code",
            "heading",
            "intro",
            "lead_source",
            "campaign",
            "owner",
            "is_open",
            "version",
        )


class CaptureFormFacts(serializers.Serializer[Any]):
    """What may be said of a form anew; `owner` has the leads that no rule gives to somebody."""

    heading = serializers.CharField(max_length=100, required=False)
    intro = serializers.CharField(max_length=5000, required=False, allow_blank=True)
    lead_source = SourceField(required=False)
    campaign = serializers.SlugRelatedField(
        slug_field="code", queryset=Campaign.objects.all(), required=False, allow_null=True
    )
    owner = PersonField(required=False)
    is_open = serializers.BooleanField(required=False)


class NewCaptureFormBody(ApartFromFacts, CaptureFormFacts, StrictBody):
    """A form is open from the beginning and keeps its code."""

    code = serializers.SlugField(max_length=40)
    heading = serializers.CharField(max_length=100)
    lead_source = SourceField()
    owner = PersonField()
    apart = ("code",)


class EditCaptureFormBody(ApartFromFacts, CaptureFormFacts, VersionedBody):
    """What is not sent stays as it is."""
