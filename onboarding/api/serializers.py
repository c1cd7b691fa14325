"""Plans and journeys as the API shows them. Days of a range are `start_date` and `end_date`, half-open."""

from rest_framework import serializers

from onboarding.models import Journey, JourneyItem, JourneyMilestone, Plan, PlanItem, PlanVersion, RampDefinition


class OnboardingPlanSerializer(serializers.ModelSerializer[Plan]):
    """A plan for a role profile, or for any where it is null; what is to do stands in its versions."""

    class Meta:
        model = Plan
        read_only_fields = fields = ("id", "name", "role_profile", "version")


class OnboardingPlanVersionSerializer(serializers.ModelSerializer[PlanVersion]):
    """One wording of a plan: a draft until it is published, then it does not change."""

    class Meta:
        model = PlanVersion
        read_only_fields = fields = ("id", "plan", "number", "published_at", "published_by", "version")


class OnboardingPlanItemSerializer(serializers.ModelSerializer[PlanItem]):
    """Something to do on a working day: 1 is the first, 0 and below come before the start."""

    class Meta:
        model = PlanItem
        read_only_fields = fields = (
            "id",
            "version",
            "position",
            "title",
            "why",
            "material_url",
            "minutes",
            "working_day",
            "relation",
        )


class JourneySerializer(serializers.ModelSerializer[Journey]):
    """One person going through a plan version; `items_late` counts undone items of an open journey past their day."""

    items_total = serializers.IntegerField(read_only=True)
    items_done = serializers.IntegerField(read_only=True)
    items_late = serializers.IntegerField(read_only=True)

    class Meta:
        model = Journey
        read_only_fields = fields = (
            "id",
            "user",
            "plan_version",
            "role_profile",
            "office",
            "start_date",
            "buddy",
            "it_person",
            "hired_from",
            "origin_ref",
            "state",
            "started_by",
            "ended_at",
            "end_reason",
            "items_total",
            "items_done",
            "items_late",
            "version",
        )


class HireStatusSerializer(serializers.ModelSerializer[Journey]):
    """How far the journey of a hire is: its state, its days and its counts, and nothing that is written in it."""

    items_total = serializers.IntegerField(read_only=True)
    items_done = serializers.IntegerField(read_only=True)
    items_late = serializers.IntegerField(read_only=True)

    class Meta:
        model = Journey
        read_only_fields = fields = (
            "id",
            "user",
            "role_profile",
            "hired_from",
            "origin_ref",
            "start_date",
            "state",
            "ended_at",
            "items_total",
            "items_done",
            "items_late",
        )


class JourneyItemSerializer(serializers.ModelSerializer[JourneyItem]):
    """An item of a journey with the words of its plan; `user` is the new hire."""

    user = serializers.IntegerField(source="journey.user_id", read_only=True)
    title = serializers.CharField(source="plan_item.title", read_only=True)
    why = serializers.CharField(source="plan_item.why", read_only=True)
    material_url = serializers.CharField(source="plan_item.material_url", read_only=True)
    minutes = serializers.IntegerField(source="plan_item.minutes", read_only=True, allow_null=True)
    working_day = serializers.IntegerField(source="plan_item.working_day", read_only=True)
    relation = serializers.CharField(source="plan_item.relation", read_only=True)

    class Meta:
        model = JourneyItem
        read_only_fields = fields = (
            "id",
            "journey",
            "user",
            "plan_item",
            "title",
            "why",
            "material_url",
            "minutes",
            "working_day",
            "relation",
            "assignee",
            "due_date",
            "done_at",
            "done_by",
            "note",
            "version",
        )


class MilestoneSerializer(serializers.ModelSerializer[JourneyMilestone]):
    """What the pipeline shows of a new hire; a deal counts from the first instant of the day it closed."""

    user = serializers.IntegerField(source="journey.user_id", read_only=True)

    class Meta:
        model = JourneyMilestone
        read_only_fields = fields = ("id", "journey", "user", "kind", "reached_at", "source_kind", "source_id")


class RampDefinitionSerializer(serializers.ModelSerializer[RampDefinition]):
    """The milestone at which journeys of a role profile that start on the days [start_date, end_date) are ramped."""

    start_date = serializers.DateField(source="valid.lower", read_only=True)
    end_date = serializers.DateField(source="valid.upper", read_only=True, allow_null=True)

    class Meta:
        model = RampDefinition
        read_only_fields = fields = ("id", "role_profile", "milestone", "start_date", "end_date")
