"""Pay as the API shows it and takes it. Amounts are decimal strings, days of a range `start_date` and `end_date`."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from compensation.explain import explain
from compensation.models import Assignment, Line, Plan, PlanVersion, Run, Statement
from pipeline.api.fields import PersonField, VisibleField
from salesmgmt.api.strict import StrictBody
from salesmgmt.common.money import from_minor


@extend_schema_field({"type": ["string", "null"], "format": "decimal"})
class MinorField(serializers.Field):
    """Minor units of the row's currency as an amount."""

    def __init__(self, source: str, *, currency: str = "currency", **kwargs: Any) -> None:
        self.minor, self.currency = source, currency
        super().__init__(source="*", read_only=True, **kwargs)

    def to_representation(self, row: Any) -> str | None:
        minor = getattr(row, self.minor)
        return None if minor is None else str(from_minor(minor, _reach(row, self.currency)))


def _reach(row: Any, path: str) -> Any:
    for name in path.split("."):
        row = getattr(row, name)
    return row


class PlanSerializer(serializers.ModelSerializer[Plan]):
    """A plan; its terms stand in its versions."""

    class Meta:
        model = Plan
        read_only_fields = fields = ("id", "name")


class PlanVersionSerializer(serializers.ModelSerializer[PlanVersion]):
    """One wording of a plan, for the days [start_date, end_date)."""

    start_date = serializers.DateField(source="valid.lower", read_only=True)
    end_date = serializers.DateField(source="valid.upper", read_only=True, allow_null=True)

    class Meta:
        model = PlanVersion
        read_only_fields = fields = (
            "id",
            "plan",
            "number",
            "document",
            "sha256",
            "start_date",
            "end_date",
            "published_at",
            "published_by",
            "version",
        )


class AssignmentSerializer(serializers.ModelSerializer[Assignment]):
    """A person on a plan version for the days [start_date, end_date)."""

    start_date = serializers.DateField(source="valid.lower", read_only=True)
    end_date = serializers.DateField(source="valid.upper", read_only=True, allow_null=True)

    class Meta:
        model = Assignment
        read_only_fields = fields = (
            "id",
            "user",
            "plan_version",
            "start_date",
            "end_date",
            "ote_amount",
            "variable_bp",
            "currency",
            "version",
        )

    currency = serializers.CharField(read_only=True)


class RunSerializer(serializers.ModelSerializer[Run]):
    """A quarter's calculation; `progress` and `error` are those of the job that does it."""

    progress = serializers.JSONField(source="job.progress", read_only=True, default=None)
    error = serializers.CharField(source="job.error", read_only=True, default="")
    unpaid = serializers.SerializerMethodField()

    class Meta:
        model = Run
        read_only_fields = fields = (
            "id",
            "name",
            "start_date",
            "end_date",
            "state",
            "stale",
            "is_calculating",
            "calculation",
            "progress",
            "error",
            "started_by",
            "started_at",
            "calculated_at",
            "finalized_by",
            "finalized_at",
            "removed_by",
            "removed_at",
            "remove_reason",
            "unpaid",
        )

    is_calculating = serializers.BooleanField(read_only=True)

    @extend_schema_field({"type": "array", "items": {"type": "object"}})
    def get_unpaid(self, run: Run) -> list[dict[str, Any]]:
        """What could not be paid, why, and what to do."""
        return [{"user": item.user_id, "reason": item.reason, "message": item.message} for item in run.unpaid.all()]


class StatementSerializer(serializers.ModelSerializer[Statement]):
    """One person's pay of one run."""

    total_amount = MinorField("total_minor")
    credited_amount = MinorField("credited_minor")
    quota_amount = MinorField("quota_minor")
    state = serializers.CharField(source="run.state", read_only=True)

    class Meta:
        model = Statement
        read_only_fields = fields = (
            "id",
            "run",
            "user",
            "state",
            "currency",
            "total_amount",
            "credited_amount",
            "quota_amount",
            "calculated_at",
        )


class StatementLineSerializer(serializers.ModelSerializer[Line]):
    """One credit paid by one component, with the sentence that says why."""

    deal = serializers.IntegerField(source="credit.deal_id", read_only=True)
    booked_date = serializers.DateField(source="credit.booked_date", read_only=True)
    share_bp = serializers.IntegerField(source="credit.share_bp", read_only=True)
    currency = serializers.CharField(source="statement.currency", read_only=True)
    credit_amount = MinorField("credit_minor", currency="statement.currency")
    before_amount = MinorField("before_minor", currency="statement.currency")
    after_amount = MinorField("after_minor", currency="statement.currency")
    quota_amount = MinorField("quota_minor", currency="statement.currency")
    pay_amount = MinorField("pay_minor", currency="statement.currency")
    explanation = serializers.SerializerMethodField()

    class Meta:
        model = Line
        read_only_fields = fields = (
            "id",
            "statement",
            "position",
            "plan_version",
            "component",
            "deal",
            "booked_date",
            "share_bp",
            "currency",
            "credit_amount",
            "before_amount",
            "after_amount",
            "quota_amount",
            "tier_reached",
            "rounding",
            "pay_amount",
            "explanation",
        )

    def get_explanation(self, line: Line) -> str:
        return str(
            explain(
                line.as_paid(),
                currency=line.statement.currency,
                subject=line.credit.deal.name,
                whom=line.statement.user.name,
            )
        )


class NewPlanBody(StrictBody):
    """A new plan and the terms of its first draft."""

    name = serializers.CharField(max_length=100)
    document = serializers.DictField(help_text="The terms: currency and components; see docs/algorithms.")
    start_date = serializers.DateField(source="first_day")


class TermsBody(StrictBody):
    """The terms of a draft."""

    document = serializers.DictField(help_text="The terms: currency and components; see docs/algorithms.")
    start_date = serializers.DateField(source="first_day")


class AssignmentBody(StrictBody):
    """A person on a published plan version; without `end_date` for as long as it holds."""

    user = PersonField()
    plan_version = VisibleField(PlanVersion)
    start_date = serializers.DateField(source="first_day")
    end_date = serializers.DateField(source="end_day", required=False, allow_null=True)
    ote_amount = serializers.DecimalField(max_digits=19, decimal_places=4, min_value=0, required=False, allow_null=True)
    variable_bp = serializers.IntegerField(min_value=0, max_value=10_000, required=False, allow_null=True)


class EndBody(StrictBody):
    """The first day that the person is no longer paid by the plan."""

    end_date = serializers.DateField(source="end_day")


class NewRunBody(StrictBody):
    """Any day of the fiscal quarter."""

    day = serializers.DateField()


class RemoveRunBody(StrictBody):
    """Why the run goes."""

    reason = serializers.CharField(max_length=200)
