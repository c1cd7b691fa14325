"""Campaigns as the API shows and takes them."""

from typing import Any

from rest_framework import serializers

from pipeline.api.fields import SourceField, VersionedBody, money_field
from pipeline.api.serializers.accounts import ApartFromFacts
from pipeline.models import Campaign
from salesmgmt.api.strict import StrictBody


class CampaignSerializer(serializers.ModelSerializer[Campaign]):
    """What a lead source is worked with, from `start_date` until before `end_date`."""

    lead_source = serializers.CharField(source="lead_source.code")

    class Meta:
        model = Campaign
        read_only_fields = fields = (
            "id",
            "code",
            "name",
            "lead_source",
            "start_date",
            "end_date",
            "cost_amount",
            "currency",
            "version",
        )


class CampaignFacts(serializers.Serializer[Any]):
    """What may be said of a campaign anew; its cost is in the company's currency."""

    name = serializers.CharField(max_length=100, required=False)
    start_date = serializers.DateField(required=False)
    end_date = serializers.DateField(required=False, allow_null=True)
    cost_amount = money_field(required=False, allow_null=True)


class NewCampaignBody(ApartFromFacts, CampaignFacts, StrictBody):
    """A campaign stays with its source and keeps its code."""

    code = serializers.SlugField(max_length=40)
    name = serializers.CharField(max_length=100)
    start_date = serializers.DateField()
    lead_source = SourceField()
    apart = ("code",)


class EditCampaignBody(ApartFromFacts, CampaignFacts, VersionedBody):
    """What is not sent stays as it is."""


class ToldSerializer(serializers.Serializer[Any]):
    """A number, or null where it would tell of fewer than 5 leads that you may not open."""

    label = serializers.CharField()
    count = serializers.IntegerField(allow_null=True)


class OutcomeSerializer(serializers.Serializer[Any]):
    """What sales made of everybody's leads of a campaign."""

    leads = ToldSerializer()
    decided = ToldSerializer()
    accepted = ToldSerializer()
    reasons = ToldSerializer(many=True)
