"""Processes, products, lead sources and close reasons as the API shows and takes them."""

from typing import Any

from rest_framework import serializers

from pipeline.api.fields import money_field
from pipeline.choices import CLOSING_KINDS
from pipeline.models import CloseReason, LeadSource, Process, Product, Stage
from salesmgmt.api.strict import StrictBody


class StageSerializer(serializers.ModelSerializer[Stage]):
    """A stage of a process, and what became of the deals that stood in it: of `closed_count` closed ones `won_count`
    were won; 80% of `timed_count` won ones had left it after `left_days` days, which is blank for fewer than 10."""

    closed_count = serializers.IntegerField(allow_null=True)
    won_count = serializers.IntegerField(allow_null=True)
    timed_count = serializers.IntegerField(allow_null=True)
    left_days = serializers.IntegerField(allow_null=True)

    class Meta:
        model = Stage
        read_only_fields = fields = (
            "id",
            "position",
            "name",
            "kind",
            "default_probability",
            "forecast_category",
            "normal_days",
            "closed_count",
            "won_count",
            "timed_count",
            "left_days",
        )


class ProcessSerializer(serializers.ModelSerializer[Process]):
    """A process with the stages of its latest published version."""

    version_number = serializers.SerializerMethodField()
    stages = serializers.SerializerMethodField()

    class Meta:
        model = Process
        read_only_fields = fields = ("id", "name", "version_number", "stages")

    def get_version_number(self, process: Process) -> int | None:
        version = self._latest(process)
        return version.number if version else None

    def get_stages(self, process: Process) -> list[dict[str, Any]]:
        version = self._latest(process)
        return StageSerializer(version.stages.all(), many=True).data if version else []

    def _latest(self, process: Process) -> Any:
        published = [version for version in process.versions.all() if version.published_at]
        return published[-1] if published else None


class ProductSerializer(serializers.ModelSerializer[Product]):
    """A product at its list price."""

    class Meta:
        model = Product
        read_only_fields = fields = (
            "id",
            "name",
            "series",
            "list_price",
            "currency",
            "is_active",
            "external_source",
            "external_id",
        )


class NewProductBody(StrictBody):
    """A product, priced in the company's currency."""

    name = serializers.CharField(max_length=120)
    series = serializers.CharField(max_length=60, default="", allow_blank=True)
    list_price = money_field()


class RenameProductBody(StrictBody):
    """What a product is called from now on; what is not sent stays."""

    name = serializers.CharField(max_length=120, required=False)
    series = serializers.CharField(max_length=60, allow_blank=True, required=False)


class PriceBody(StrictBody):
    """What new lines cost from now on."""

    list_price = money_field()


class OfferedBody(StrictBody):
    """Whether it can be chosen from now on."""

    is_active = serializers.BooleanField()


class CostSerializer(serializers.ModelSerializer[Product]):
    """What one of a product costs us; null where nobody knows."""

    class Meta:
        model = Product
        read_only_fields = fields = ("id", "name", "unit_cost", "currency", "version")


class CostBody(StrictBody):
    """null where nobody knows it."""

    unit_cost = money_field(allow_null=True)


class LeadSourceSerializer(serializers.ModelSerializer[LeadSource]):
    """Where customers come from."""

    class Meta:
        model = LeadSource
        read_only_fields = fields = ("id", "code", "name", "is_active")


class NewLeadSourceBody(StrictBody):
    """A source, named by a code."""

    code = serializers.CharField(max_length=40)
    name = serializers.CharField(max_length=100)


class CloseReasonSerializer(serializers.ModelSerializer[CloseReason]):
    """Why deals are won or lost."""

    class Meta:
        model = CloseReason
        read_only_fields = fields = ("id", "kind", "code", "name", "is_active")


class NameBody(StrictBody):
    """What it is called from now on; its code stays."""

    name = serializers.CharField(max_length=100)


class NewCloseReasonBody(StrictBody):
    """A reason for won or for lost deals, named by a code."""

    kind = serializers.ChoiceField(choices=CLOSING_KINDS)
    code = serializers.CharField(max_length=40)
    name = serializers.CharField(max_length=100)
