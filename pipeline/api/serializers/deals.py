"""A deal as the API shows it, and what creating and editing one takes."""

from typing import Any

from rest_framework import serializers

from pipeline.api.fields import PersonField, SourceField, VersionedBody, VisibleField, money_field
from pipeline.choices import OPEN_CATEGORIES
from pipeline.domain.deals import EDITABLE
from pipeline.models import Account, Campaign, Deal, DealVersion, Stage
from salesmgmt.api.strict import StrictBody

_CHANGE = ("expected_version",)


class DealSerializer(serializers.ModelSerializer[Deal]):
    """A deal. Amounts are decimal strings in `currency`; `version` rises with every change."""

    account_name = serializers.CharField(source="account.name", default=None, allow_null=True)
    owner_name = serializers.CharField(source="owner.name")
    stage_name = serializers.CharField(source="stage.name")
    close_reason = serializers.CharField(source="close_reason.code", default=None, allow_null=True)
    lead_source = serializers.CharField(source="lead_source.code", default=None, allow_null=True)
    campaign = serializers.CharField(source="campaign.code", default=None, allow_null=True)

    class Meta:
        model = Deal
        read_only_fields = fields = (
            "id",
            "name",
            "account",
            "account_name",
            "owner",
            "owner_name",
            "stage",
            "stage_name",
            "state",
            "amount",
            "list_amount",
            "currency",
            "forecast_category",
            "started_date",
            "close_date",
            "stage_entered_at",
            "next_step",
            "next_step_date",
            "paused_until",
            "close_reason",
            "lead_source",
            "campaign",
            "external_source",
            "external_id",
            "created_at",
            "version",
        )


class DealVersionSerializer(serializers.ModelSerializer[DealVersion]):
    """What was true of a deal from `valid_from` up to `valid_to`; undone versions count nowhere."""

    stage_name = serializers.CharField(source="stage.name")
    owner_name = serializers.CharField(source="owner.name")
    undone = serializers.SerializerMethodField()

    class Meta:
        model = DealVersion
        read_only_fields = fields = (
            "id",
            "valid_from",
            "valid_to",
            "from_day",
            "stage",
            "stage_name",
            "owner",
            "owner_name",
            "amount",
            "list_amount",
            "close_date",
            "forecast_category",
            "recorded_at",
            "undone",
        )

    def get_undone(self, version: DealVersion) -> bool:
        return version.undone_by_id is not None


class DealFacts(serializers.Serializer[Any]):
    """The facts that a person may give a deal, as far as they are given."""

    name = serializers.CharField(max_length=200, required=False)
    account = VisibleField(Account, required=False, allow_null=True)
    amount = money_field(required=False, allow_null=True)
    close_date = serializers.DateField(required=False, allow_null=True)
    lead_source = SourceField(required=False, allow_null=True)
    campaign = serializers.SlugRelatedField(
        slug_field="code", queryset=Campaign.objects, required=False, allow_null=True
    )
    forecast_category = serializers.ChoiceField(choices=OPEN_CATEGORIES, required=False)


class NewDealBody(DealFacts, StrictBody):
    """A deal begins in an open stage, with its next step; it is yours unless you name an owner."""

    name = serializers.CharField(max_length=200)
    stage = VisibleField(Stage, joined=("process_version",))
    next_step = serializers.CharField(max_length=200)
    next_step_date = serializers.DateField()
    owner = PersonField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        facts = {name: attrs.pop(name) for name in EDITABLE if name in attrs and name != "name"}
        return {**attrs, "facts": facts}


class EditDealBody(DealFacts, VersionedBody):
    """What is not sent stays as it is."""

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        attrs = super().validate(attrs)
        return {"facts": {k: v for k, v in attrs.items() if k not in _CHANGE}, **{k: attrs[k] for k in _CHANGE}}
