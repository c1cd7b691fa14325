"""Rules of assignment, and how many leads people take, as the API shows and takes them."""

from typing import Any

from rest_framework import serializers

from pipeline.api.fields import PersonField, SourceField, VersionedBody
from pipeline.api.serializers.accounts import ApartFromFacts
from pipeline.choices import AssignmentMethod
from pipeline.models import AssignmentRule, Campaign, SellerCapacity
from salesmgmt.api.strict import StrictBody
from salesmgmt.people.models import Team


class AssignmentRuleSerializer(serializers.ModelSerializer[AssignmentRule]):
    """A rule that says whose leads are; what it leaves open fits every lead. `people` take turns in this order; where
    there is a `team`, whoever is in it, or in one below it, on the day does."""

    lead_source = serializers.CharField(source="lead_source.code", default=None, allow_null=True)
    campaign = serializers.CharField(source="campaign.code", default=None, allow_null=True)
    people = serializers.SerializerMethodField()

    class Meta:
        model = AssignmentRule
        read_only_fields = fields = (
            "id",
            "position",
            "name",
            "method",
            "lead_source",
            "campaign",
            "countries",
            "team",
            "least_people",
            "is_active",
            "people",
            "version",
        )

    def get_people(self, rule: AssignmentRule) -> list[int]:
        return [seat.user_id for seat in rule.seats.all()]


class RuleFacts(serializers.Serializer[Any]):
    """What may be said of a rule anew."""

    position = serializers.IntegerField(min_value=1, max_value=999, required=False)
    name = serializers.CharField(max_length=100, required=False)
    method = serializers.ChoiceField(choices=AssignmentMethod.choices, required=False)
    lead_source = SourceField(required=False, allow_null=True)
    campaign = serializers.SlugRelatedField(
        slug_field="code", queryset=Campaign.objects.all(), required=False, allow_null=True
    )
    countries = serializers.ListField(child=serializers.CharField(max_length=60), required=False, max_length=300)
    team = serializers.PrimaryKeyRelatedField(queryset=Team.objects.all(), required=False, allow_null=True)
    least_people = serializers.IntegerField(min_value=0, max_value=2_147_483_647, required=False)
    is_active = serializers.BooleanField(required=False)
    people = serializers.ListField(child=PersonField(), required=False, max_length=500)


class NewRuleBody(ApartFromFacts, RuleFacts, StrictBody):
    """A rule over people, in the order in which they take turns, or over the members of a team."""

    position = serializers.IntegerField(min_value=1, max_value=999)
    name = serializers.CharField(max_length=100)
    method = serializers.ChoiceField(choices=AssignmentMethod.choices)
    people = serializers.ListField(child=PersonField(), max_length=500, default=list)
    apart = ("people",)


class EditRuleBody(ApartFromFacts, RuleFacts, VersionedBody):
    """What is not sent stays as it is."""

    apart = ("expected_version", "people")


class SellerCapacitySerializer(serializers.ModelSerializer[SellerCapacity]):
    """How many leads somebody takes in 30 days once ramped, which share of it by now, and their skills."""

    class Meta:
        model = SellerCapacity
        read_only_fields = fields = ("id", "user", "capacity", "share_bp", "skills")


class CapacityBody(StrictBody):
    """Replaces what was said of the person."""

    user = PersonField()
    capacity = serializers.IntegerField(min_value=0, max_value=100_000)
    share_bp = serializers.IntegerField(min_value=0, max_value=10_000, default=10_000)
    skills = serializers.ListField(child=serializers.CharField(max_length=140), default=list, max_length=100)
