"""Targets as the API shows and takes them: one, many of a year at once, and what they are adjusted by."""

from decimal import Decimal
from typing import Any

from rest_framework import serializers

from pipeline.api.fields import PersonField, money_field
from pipeline.choices import Measure, Season
from pipeline.domain.target_plans import How, Planned, TargetPlan
from pipeline.models import Target, TargetAdjustment, TargetVersion
from pipeline.queries.targets import effective_target
from salesmgmt.api.strict import StrictBody
from salesmgmt.common.period import Period
from salesmgmt.people.choices import PeriodKind
from salesmgmt.people.models import FiscalPeriod, Team


class AdjustmentSerializer(serializers.ModelSerializer[TargetAdjustment]):
    """By which share a target is lowered, why, from which day on, and by whom."""

    class Meta:
        model = TargetAdjustment
        read_only_fields = fields = (
            "id",
            "kind",
            "num",
            "den",
            "reason",
            "adjusted_date",
            "entered_by",
            "recorded_at",
        )


class TargetVersionSerializer(serializers.ModelSerializer[TargetVersion]):
    """What a target was in full from an instant on, and who said so (null: the product)."""

    class Meta:
        model = TargetVersion
        read_only_fields = fields = ("full_amount", "valid_from", "by")


class TargetSerializer(serializers.ModelSerializer[Target]):
    """What a person or a team is to reach in [start_date, end_date); adjustments lower the full amount."""

    effective_amount = serializers.SerializerMethodField()
    adjustments = AdjustmentSerializer(many=True)
    versions = TargetVersionSerializer(many=True, help_text="The latest first.")

    class Meta:
        model = Target
        read_only_fields = fields = (
            "id",
            "user",
            "team",
            "measure",
            "start_date",
            "end_date",
            "full_amount",
            "effective_amount",
            "currency",
            "adjustments",
            "versions",
            "version",
        )

    def get_effective_amount(self, target: Target) -> str:
        return str(effective_target(target))


class TargetBody(StrictBody):
    """A person's or a team's target for exactly these days: set anew, or changed."""

    user = PersonField(required=False)
    team = serializers.PrimaryKeyRelatedField(queryset=Team.objects.all(), required=False)
    measure = serializers.ChoiceField(choices=Measure.choices)
    start_date = serializers.DateField()
    end_date = serializers.DateField(help_text="The first day that no longer belongs to it.")
    full_amount = money_field()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        start, end = attrs.pop("start_date"), attrs.pop("end_date")
        if end <= start:
            raise serializers.ValidationError({"end_date": "The period ends before it starts: send a later day."})
        return {**attrs, "period": Period(start, end)}


class AdjustBody(StrictBody):
    """A share of the target, why, and from which day on (today, unless said)."""

    num = serializers.IntegerField(min_value=0, max_value=10_000)
    den = serializers.IntegerField(min_value=1, max_value=10_000)
    reason = serializers.CharField(max_length=200)
    adjusted_date = serializers.DateField(required=False)


class PlanBody(StrictBody):
    """Targets of a fiscal year; with `seen`, of a preview, they are set only if they are still those."""

    year = serializers.PrimaryKeyRelatedField(queryset=FiscalPeriod.objects.filter(kind=PeriodKind.YEAR))
    measure = serializers.ChoiceField(choices=Measure.choices)
    seen = serializers.CharField(max_length=16, required=False)


class SpreadBody(PlanBody):
    """A person's or a team's target of the year (the one that is set, unless an amount is said) in parts."""

    user = PersonField(required=False)
    team = serializers.PrimaryKeyRelatedField(queryset=Team.objects.all(), required=False)
    full_amount = money_field(required=False)
    parts = serializers.ChoiceField(choices=[PeriodKind.QUARTER.value, PeriodKind.MONTH.value], required=False)
    season = serializers.ChoiceField(choices=Season.choices, required=False)
    weights = serializers.ListField(
        child=serializers.DecimalField(max_digits=12, decimal_places=4, min_value=Decimal(0)),
        required=False,
        max_length=12,
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        how = How(**{name: attrs.pop(name) for name in ("parts", "season", "weights") if name in attrs})
        return {**attrs, "how": how}


class CopyBody(PlanBody):
    """The targets of the year before a `year`, or of the quarter before a `quarter`, grown by a rate: 0.10 is a tenth
    more."""

    year = serializers.PrimaryKeyRelatedField(
        queryset=FiscalPeriod.objects.filter(kind=PeriodKind.YEAR), required=False
    )
    quarter = serializers.PrimaryKeyRelatedField(
        queryset=FiscalPeriod.objects.filter(kind=PeriodKind.QUARTER), required=False
    )
    growth_rate = serializers.DecimalField(max_digits=6, decimal_places=4, min_value=Decimal("-0.99"), required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        into = [attrs.pop(name) for name in ("year", "quarter") if name in attrs]
        if len(into) != 1:
            raise serializers.ValidationError({"year": "A copy goes into a year or into a quarter: send one of them."})
        return {**attrs, "into": into[0]}


class PlannedSerializer(serializers.Serializer[Planned]):
    """A target that would be set, or was; `before` is what stood there."""

    user = serializers.IntegerField(source="user.pk", default=None, allow_null=True)
    team = serializers.IntegerField(source="team.pk", default=None, allow_null=True)
    start_date = serializers.DateField(source="period.start")
    end_date = serializers.DateField(source="period.end")
    name = serializers.CharField()
    amount = serializers.DecimalField(max_digits=19, decimal_places=4)
    before = serializers.DecimalField(max_digits=19, decimal_places=4, allow_null=True)


class TargetPlanSerializer(serializers.Serializer[TargetPlan]):
    """What would be set, or was; `seen` names it."""

    rows = PlannedSerializer(many=True)
    total = serializers.DecimalField(max_digits=24, decimal_places=4)
    currency = serializers.CharField()
    unset = serializers.ListField(child=serializers.CharField())
    years = serializers.ListField(child=serializers.DateField())
    seen = serializers.CharField()
