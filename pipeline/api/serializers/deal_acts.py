"""What the acts on a deal take."""

from typing import Any

from rest_framework import serializers

from pipeline.api.fields import PersonField, ReasonField, VersionedBody, VisibleField, money_field
from pipeline.choices import ActivityKind, SplitRole, StageKind
from pipeline.domain.lines import LineFacts
from pipeline.domain.splits import Share
from pipeline.models import Contact, DealLine, DealSplit, Product, Stage
from salesmgmt.api.strict import StrictBody

OVERRIDE = "Why it goes on although exit criteria are not met; without it, that is refused as `criteria_unmet`."


class MoveBody(VersionedBody):
    """Into which stage, and what comes next when that changes as well."""

    stage = VisibleField(Stage)
    next_step = serializers.CharField(max_length=200, required=False)
    next_step_date = serializers.DateField(required=False)
    override = serializers.CharField(max_length=500, required=False, help_text=OVERRIDE)


class NextStepBody(VersionedBody):
    """What comes next, and by when."""

    next_step = serializers.CharField(max_length=200)
    next_step_date = serializers.DateField()


class PauseBody(VersionedBody):
    """The day on which the deal goes on."""

    until = serializers.DateField()


class WinBody(VersionedBody):
    """The code of the reason, and the amount when the deal has none or another one."""

    reason = ReasonField(StageKind.WON)
    amount = money_field(required=False)
    override = serializers.CharField(max_length=500, required=False, help_text=OVERRIDE)


class LoseBody(VersionedBody):
    """The code of the reason."""

    reason = ReasonField(StageKind.LOST)


class ReopenBody(NextStepBody):
    """The open stage to come back in, with a next step."""

    stage = VisibleField(Stage)


class GiveBody(VersionedBody):
    """The next owner."""

    owner = PersonField()


class LineBody(StrictBody):
    """One line to be; without `unit_price` it costs what the product costs at list."""

    product = VisibleField(Product)
    quantity = serializers.DecimalField(max_digits=12, decimal_places=3, default=1)
    unit_price = money_field(required=False, allow_null=True)
    discount_rate = serializers.DecimalField(max_digits=5, decimal_places=4, default=0)

    def validate(self, attrs: dict[str, Any]) -> LineFacts:
        return LineFacts(**attrs)


class LinesBody(VersionedBody):
    """All lines of the deal, in order."""

    lines = LineBody(many=True)


class ShareBody(StrictBody):
    """One person's share in one role, in basis points."""

    user = PersonField()
    role = serializers.ChoiceField(choices=SplitRole.choices, default=SplitRole.SALES)
    share_bp = serializers.IntegerField(min_value=1, max_value=10_000)

    def validate(self, attrs: dict[str, Any]) -> Share:
        return Share(**attrs)


class SharesBody(VersionedBody):
    """All shares of the deal; those of each role sum to 10,000, and none means the owner's alone."""

    shares = ShareBody(many=True)


class ActivityBody(StrictBody):
    """Something that has happened."""

    kind = serializers.ChoiceField(choices=ActivityKind.choices)
    happened_at = serializers.DateTimeField()
    minutes = serializers.IntegerField(min_value=1, max_value=1440, required=False)
    note = serializers.CharField(required=False, allow_blank=True, max_length=10_000)
    contact = VisibleField(Contact, required=False)
    mentions = serializers.ListField(
        child=PersonField(), required=False, max_length=50, help_text="Who is told of it: people who may see the deal."
    )


class LineSerializer(serializers.ModelSerializer[DealLine]):
    """A line; `amount` is quantity x price less discount, unrounded."""

    product_name = serializers.CharField(source="product.name")
    amount = serializers.SerializerMethodField()

    class Meta:
        model = DealLine
        read_only_fields = fields = (
            "position",
            "product",
            "product_name",
            "quantity",
            "unit_price",
            "discount_rate",
            "amount",
        )

    def get_amount(self, line: DealLine) -> str:
        return format(line.amount.normalize(), "f")


class SplitSerializer(serializers.ModelSerializer[DealSplit]):
    """A share."""

    user_name = serializers.CharField(source="user.name")

    class Meta:
        model = DealSplit
        read_only_fields = fields = ("user", "user_name", "role", "share_bp")
