"""Leads as the API shows and takes them."""

from typing import Any

from rest_framework import serializers

from pipeline.api.fields import PersonField, SourceField, VersionedBody, VisibleField
from pipeline.api.serializers.accounts import ApartFromFacts
from pipeline.choices import LeadRejection, ResponseStanding
from pipeline.models import Account, Campaign, CaptureForm, Lead, Product, Stage
from pipeline.queries.conversion import Foreseen
from salesmgmt.api.strict import StrictBody


class LeadSerializer(serializers.ModelSerializer[Lead]):
    """A lead, and what it became once it is converted."""

    owner_name = serializers.CharField(source="owner.name")
    lead_source = serializers.CharField(source="lead_source.code", default=None, allow_null=True)
    campaign = serializers.CharField(source="campaign.code", default=None, allow_null=True)
    rejection = serializers.ChoiceField(choices=LeadRejection.choices, allow_blank=True)
    response = serializers.ChoiceField(
        choices=ResponseStanding.choices, allow_blank=True, help_text="Blank where no instant was promised."
    )

    class Meta:
        model = Lead
        read_only_fields = fields = (
            "id",
            "person_name",
            "company_name",
            "email",
            "phone",
            "note",
            "lead_source",
            "campaign",
            "country",
            "language",
            "employee_count",
            "product",
            "capture_form",
            "owner",
            "owner_name",
            "state",
            "rejection",
            "answered_at",
            "decided_at",
            "assigned_at",
            "due_at",
            "response",
            "response_minutes",
            "account",
            "contact",
            "deal",
            "external_source",
            "external_id",
            "score",
            "score_run",
            "version",
            "created_at",
        )


class LeadFacts(serializers.Serializer[Any]):
    """The facts that a person may give a lead; it names a person or a company."""

    person_name = serializers.CharField(max_length=200, required=False, allow_blank=True)
    company_name = serializers.CharField(max_length=200, required=False, allow_blank=True)
    email = serializers.EmailField(required=False, allow_blank=True)
    phone = serializers.CharField(max_length=40, required=False, allow_blank=True)
    note = serializers.CharField(max_length=10_000, required=False, allow_blank=True)
    lead_source = SourceField(required=False, allow_null=True)
    campaign = serializers.SlugRelatedField(
        slug_field="code", queryset=Campaign.objects.all(), required=False, allow_null=True
    )
    country = serializers.CharField(max_length=60, required=False, allow_blank=True)
    language = serializers.CharField(max_length=40, required=False, allow_blank=True)
    employee_count = serializers.IntegerField(
        min_value=0, max_value=2_147_483_647, required=False, allow_null=True, help_text="People at the company."
    )
    product = VisibleField(Product, required=False, allow_null=True)


class NewLeadBody(ApartFromFacts, LeadFacts, StrictBody):
    """A lead is yours unless you name an owner."""

    owner = PersonField(required=False)
    apart = ("owner",)


class CaptureLeadBody(StrictBody):
    """What somebody sent by a form of the company's own; the form says whose lead it is and where it came from."""

    form = serializers.SlugRelatedField(slug_field="code", queryset=CaptureForm.objects.all())
    key = serializers.CharField(
        max_length=120, default="", allow_blank=True, help_text="Yours; the same key is the same lead, once."
    )
    person_name = serializers.CharField(max_length=200, required=False, allow_blank=True)
    company_name = serializers.CharField(max_length=200, required=False, allow_blank=True)
    email = serializers.EmailField(required=False, allow_blank=True)
    phone = serializers.CharField(max_length=40, required=False, allow_blank=True)
    country = serializers.CharField(max_length=60, required=False, allow_blank=True)
    language = serializers.CharField(max_length=40, required=False, allow_blank=True)
    employee_count = serializers.IntegerField(min_value=0, max_value=2_147_483_647, required=False)
    note = serializers.CharField(max_length=10_000, required=False, allow_blank=True)
    utm_campaign = serializers.CharField(
        max_length=100, required=False, allow_blank=True, help_text="The code of a running campaign; else it is unread."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        tags = {"utm_campaign": attrs.pop("utm_campaign", "")}
        return {"form": attrs.pop("form"), "key": attrs.pop("key"), "tags": tags, "facts": attrs}


class EditLeadBody(ApartFromFacts, LeadFacts, VersionedBody):
    """What is not sent stays as it is."""


class RejectLeadBody(VersionedBody):
    """Why sales does not take it."""

    reason = serializers.ChoiceField(choices=LeadRejection.choices)


class ConvertLeadBody(VersionedBody):
    """The deal's open stage and next step; without an account a new one is made."""

    stage = VisibleField(Stage)
    next_step = serializers.CharField(max_length=200)
    next_step_date = serializers.DateField()
    account = VisibleField(Account, required=False)


class PreviewConversionBody(StrictBody):
    """The account that the deal would be at; null for a new one."""

    account = VisibleField(Account, required=False, allow_null=True)


class ForeseenSerializer(serializers.Serializer[Any]):
    """What converting a lead makes or uses: an account or a contact that is null is made, under the name beside it."""

    account = serializers.IntegerField(source="account.pk", default=None, allow_null=True)
    account_name = serializers.SerializerMethodField()
    contact = serializers.IntegerField(source="contact.pk", default=None, allow_null=True)
    contact_name = serializers.SerializerMethodField()
    deal_name = serializers.CharField()

    def get_account_name(self, seen: Foreseen) -> str:
        return seen.account.name if seen.account else seen.account_name

    def get_contact_name(self, seen: Foreseen) -> str:
        return seen.contact.name if seen.contact else seen.contact_name
