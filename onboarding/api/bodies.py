"""What the API takes to write plans and journeys."""

from rest_framework import serializers

from onboarding.choices import MilestoneKind, Relation
from onboarding.models import PlanVersion
from pipeline.api.fields import PersonField, VersionedBody, VisibleField
from salesmgmt.api.strict import StrictBody
from salesmgmt.people.models import Office, RoleProfile


class OnboardingPlanBody(StrictBody):
    """A plan's name, and the role profile that it is for; null is for any."""

    name = serializers.CharField(max_length=100)
    role_profile = VisibleField(RoleProfile, allow_null=True)


class PlanItemBody(StrictBody):
    """What an item says. Days count in working days: 1 is the first, 0 and below come before the start."""

    title = serializers.CharField(max_length=120)
    working_day = serializers.IntegerField(min_value=-30, max_value=260)
    relation = serializers.ChoiceField(choices=Relation.choices, required=False)
    why = serializers.CharField(required=False, allow_blank=True)
    material_url = serializers.URLField(max_length=200, required=False, allow_blank=True)
    minutes = serializers.IntegerField(min_value=1, max_value=2400, required=False, allow_null=True)


class NewPlanItemBody(PlanItemBody):
    """An item for a draft."""

    version = VisibleField(PlanVersion)


class OrderBody(VersionedBody):
    """All items of a draft, in the order that they are to have."""

    items = serializers.ListField(child=serializers.IntegerField(), source="item_ids")


class JourneyBody(StrictBody):
    """A person who starts; what is not sent follows from their place in the company and the published plans."""

    user = PersonField()
    start_date = serializers.DateField()
    plan_version = VisibleField(PlanVersion, required=False, allow_null=True)
    role_profile = VisibleField(RoleProfile, required=False, allow_null=True)
    office = VisibleField(Office, required=False, allow_null=True)
    buddy = PersonField(required=False, allow_null=True)
    it_person = PersonField(required=False, allow_null=True)


class StartBody(VersionedBody):
    """Another day of start."""

    start_date = serializers.DateField()


class PeopleBody(VersionedBody):
    """The buddy and the IT person; where null, the manager does their items."""

    buddy = PersonField(allow_null=True)
    it_person = PersonField(allow_null=True)


class StopBody(VersionedBody):
    """Why the journey ends before all is done."""

    reason = serializers.CharField(max_length=200)


class ItemBody(VersionedBody):
    """Nothing but, if wanted, the item's version."""


class ReassignBody(VersionedBody):
    """Who does the item from now on."""

    assignee = PersonField(source="to")


class NoteBody(VersionedBody):
    """The item's note; empty takes it away."""

    note = serializers.CharField(max_length=4000, allow_blank=True)


class RampBody(StrictBody):
    """The milestone that counts as ramped for journeys which start on `start_date` or later."""

    role_profile = VisibleField(RoleProfile)
    milestone = serializers.ChoiceField(choices=MilestoneKind.choices)
    start_date = serializers.DateField(source="from_date")
