"""How soon leads are answered, and the states that they have been in, as the API shows and takes them."""

from typing import Any

from rest_framework import serializers

from pipeline.api.fields import VersionedBody
from pipeline.choices import ActivityOutcome, ContactKind, LeadCause, LeadRejection, LeadState
from pipeline.models import Campaign, LeadStateChange, ResponseTarget
from pipeline.models.response_target import MOST_MINUTES
from salesmgmt.api.strict import StrictBody


class ResponseTargetSerializer(serializers.ModelSerializer[ResponseTarget]):
    """Office minutes within which leads of a campaign are answered; without a campaign, all others."""

    campaign = serializers.CharField(source="campaign.code", default=None, allow_null=True)

    class Meta:
        model = ResponseTarget
        read_only_fields = fields = ("id", "campaign", "minutes")


class ResponseTargetBody(StrictBody):
    """Replaces what was said of the campaign."""

    campaign = serializers.SlugRelatedField(
        slug_field="code", queryset=Campaign.objects.all(), required=False, allow_null=True
    )
    minutes = serializers.IntegerField(
        min_value=1, max_value=MOST_MINUTES, allow_null=True, help_text="null takes the target away."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        return {"campaign": None, **attrs}


class ContactLeadBody(VersionedBody):
    """How somebody reached out."""

    kind = serializers.ChoiceField(choices=ContactKind.choices)
    minutes = serializers.IntegerField(min_value=1, max_value=1440, required=False)
    outcome = serializers.ChoiceField(choices=ActivityOutcome.choices, required=False)
    note = serializers.CharField(max_length=500, default="", allow_blank=True)


class LeadStateSerializer(serializers.ModelSerializer[LeadStateChange]):
    """A state that a lead came into; `undone_at` is when somebody took it back."""

    from_state = serializers.ChoiceField(choices=LeadState.choices, allow_blank=True)
    to_state = serializers.ChoiceField(choices=LeadState.choices)
    reason = serializers.ChoiceField(choices=LeadRejection.choices, allow_blank=True)
    cause = serializers.ChoiceField(choices=LeadCause.choices)

    class Meta:
        model = LeadStateChange
        read_only_fields = fields = (
            *("id", "lead", "from_state", "to_state", "reason", "cause", "by", "at", "recorded_at"),
            *("undone_by", "undone_at"),
        )
