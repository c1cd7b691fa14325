"""What lists of pay can be narrowed by."""

from django_filters import BooleanFilter, ChoiceFilter, FilterSet, NumberFilter

from compensation.choices import RunState
from compensation.models import Assignment, Line, PlanVersion, Run, Statement


class PlanVersionFilters(FilterSet):
    plan = NumberFilter("plan_id")
    published = BooleanFilter("published_at", lookup_expr="isnull", exclude=True)

    class Meta:
        model = PlanVersion
        fields: list[str] = []


class AssignmentFilters(FilterSet):
    user = NumberFilter("user_id")
    plan_version = NumberFilter("plan_version_id")

    class Meta:
        model = Assignment
        fields: list[str] = []


class RunFilters(FilterSet):
    state = ChoiceFilter(choices=RunState.choices)
    removed = BooleanFilter("removed_at", lookup_expr="isnull", exclude=True)
    stale = BooleanFilter()

    class Meta:
        model = Run
        fields: list[str] = []


class StatementFilters(FilterSet):
    run = NumberFilter("run_id")
    user = NumberFilter("user_id")

    class Meta:
        model = Statement
        fields: list[str] = []


class LineFilters(FilterSet):
    statement = NumberFilter("statement_id")
    deal = NumberFilter("credit__deal_id")

    class Meta:
        model = Line
        fields: list[str] = []
