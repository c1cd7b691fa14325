"""Accounts, contacts and activities as the API shows and takes them."""

from typing import Any

from rest_framework import serializers

from pipeline.api.fields import PersonField, SourceField, VersionedBody, VisibleField
from pipeline.choices import ActivityOutcome
from pipeline.models import Account, Activity, Contact
from salesmgmt.api.strict import StrictBody


class AccountSerializer(serializers.ModelSerializer[Account]):
    """An account; a blank fact is unknown."""

    owner_name = serializers.CharField(source="owner.name", default=None, allow_null=True)
    lead_source = serializers.CharField(source="lead_source.code", default=None, allow_null=True)
    expected_order_date = serializers.DateField(
        default=None, allow_null=True, help_text="When it is expected to order again, by the orders that you see."
    )

    class Meta:
        model = Account
        read_only_fields = fields = (
            "id",
            "name",
            "owner",
            "owner_name",
            "parent",
            "sector",
            "founded_year",
            "revenue_amount",
            "revenue_currency",
            "employee_count",
            "country",
            "lead_source",
            "expected_order_date",
            "external_source",
            "external_id",
            "version",
        )


class AccountFacts(serializers.Serializer[Any]):
    """The facts that a person may give an account."""

    name = serializers.CharField(max_length=200, required=False)
    owner = PersonField(required=False, allow_null=True)
    parent = VisibleField(Account, required=False, allow_null=True)
    sector = serializers.CharField(max_length=60, required=False, allow_blank=True)
    founded_year = serializers.IntegerField(min_value=1, max_value=9999, required=False, allow_null=True)
    revenue_amount = serializers.DecimalField(max_digits=19, decimal_places=2, required=False, allow_null=True)
    revenue_currency = serializers.RegexField("^[A-Z]{3}$", required=False, allow_blank=True)
    employee_count = serializers.IntegerField(min_value=0, max_value=2_147_483_647, required=False, allow_null=True)
    country = serializers.CharField(max_length=60, required=False, allow_blank=True)
    lead_source = SourceField(required=False, allow_null=True)


class ApartFromFacts:
    """Splits input into what the domain function takes by name and `facts`."""

    apart: tuple[str, ...] = ("expected_version",)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        attrs = super().validate(attrs)  # type: ignore[misc]
        facts = {name: value for name, value in attrs.items() if name not in self.apart}
        return {"facts": facts, **{name: attrs[name] for name in self.apart if name in attrs}}


class NewAccountBody(ApartFromFacts, AccountFacts, StrictBody):
    """An account is yours unless you name an owner."""

    name = serializers.CharField(max_length=200)
    apart = ("name",)


class EditAccountBody(ApartFromFacts, AccountFacts, VersionedBody):
    """What is not sent stays as it is."""


class ContactSerializer(serializers.ModelSerializer[Contact]):
    """A person at an account."""

    account_name = serializers.CharField(source="account.name")

    class Meta:
        model = Contact
        read_only_fields = fields = ("id", "account", "account_name", "name", "title", "email", "phone", "version")


class ContactFacts(serializers.Serializer[Any]):
    """The facts that a person may give a contact."""

    name = serializers.CharField(max_length=200, required=False)
    title = serializers.CharField(max_length=120, required=False, allow_blank=True)
    email = serializers.EmailField(required=False, allow_blank=True)
    phone = serializers.CharField(max_length=40, required=False, allow_blank=True)


class NewContactBody(ApartFromFacts, ContactFacts, StrictBody):
    """A person at an account that you may see."""

    account = VisibleField(Account)
    name = serializers.CharField(max_length=200)
    apart = ("account", "name")


class EditContactBody(ApartFromFacts, ContactFacts, VersionedBody):
    """What is not sent stays as it is."""


class ActivitySerializer(serializers.ModelSerializer[Activity]):
    """What somebody did for a deal."""

    user_name = serializers.CharField(source="user.name")
    contact_name = serializers.CharField(source="contact.name", default=None, allow_null=True)
    outcome = serializers.ChoiceField(choices=ActivityOutcome.choices, allow_blank=True)
    mentions = serializers.SerializerMethodField(help_text="Numbers of the people who were told of it.")

    class Meta:
        model = Activity
        read_only_fields = fields = (
            "id",
            "deal",
            "kind",
            "user",
            "user_name",
            "contact",
            "contact_name",
            "happened_at",
            "minutes",
            "outcome",
            "note",
            "mentions",
            "verified_by",
            "verified_at",
            "recorded_at",
        )

    def get_mentions(self, activity: Activity) -> list[int]:
        return sorted(each.person_id for each in activity.mentions.all())
