"""What lists of onboarding can be narrowed by."""

from django.db.models import QuerySet
from django_filters import BooleanFilter, ChoiceFilter, DateFilter, FilterSet, NumberFilter

from onboarding.choices import JourneyState, MilestoneKind
from onboarding.models import Journey, JourneyItem, JourneyMilestone, Plan, PlanItem, PlanVersion, RampDefinition


class PlanFilters(FilterSet):
    role_profile = NumberFilter("role_profile_id")

    class Meta:
        model = Plan
        fields: list[str] = []


class PlanVersionFilters(FilterSet):
    plan = NumberFilter("plan_id")
    published = BooleanFilter("published_at", lookup_expr="isnull", exclude=True)

    class Meta:
        model = PlanVersion
        fields: list[str] = []


class PlanItemFilters(FilterSet):
    version = NumberFilter("version_id")

    class Meta:
        model = PlanItem
        fields: list[str] = []


class JourneyFilters(FilterSet):
    user = NumberFilter("user_id")
    state = ChoiceFilter(choices=JourneyState.choices)
    role_profile = NumberFilter("role_profile_id")
    plan_version = NumberFilter("plan_version_id")
    starts_from = DateFilter("start_date", lookup_expr="gte")
    starts_before = DateFilter("start_date", lookup_expr="lt")

    class Meta:
        model = Journey
        fields: list[str] = []


class ShownJourneyFilters(JourneyFilters):
    """Those of the page, whose rows know how late they are."""

    late = BooleanFilter(method="filter_late")

    def filter_late(self, journeys: QuerySet[Journey], name: str, value: bool) -> QuerySet[Journey]:
        return journeys.filter(items_late__gt=0) if value else journeys.filter(items_late=0)


class JourneyItemFilters(FilterSet):
    journey = NumberFilter("journey_id")
    assignee = NumberFilter("assignee_id")
    done = BooleanFilter("done_at", lookup_expr="isnull", exclude=True)
    due_before = DateFilter("due_date", lookup_expr="lt")

    class Meta:
        model = JourneyItem
        fields: list[str] = []


class MilestoneFilters(FilterSet):
    journey = NumberFilter("journey_id")
    kind = ChoiceFilter(choices=MilestoneKind.choices)

    class Meta:
        model = JourneyMilestone
        fields: list[str] = []


class RampDefinitionFilters(FilterSet):
    role_profile = NumberFilter("role_profile_id")

    class Meta:
        model = RampDefinition
        fields: list[str] = []
