"""Account plans as the API shows and takes them."""

from rest_framework import serializers

from pipeline.api.fields import VisibleField
from pipeline.models import Account, AccountPlan, AccountReview
from salesmgmt.api.strict import StrictBody


class AccountPlanSerializer(serializers.ModelSerializer[AccountPlan]):
    """The one plan for an account."""

    class Meta:
        model = AccountPlan
        read_only_fields = fields = ("id", "account", "text", "next_review_date", "version")


class AccountReviewSerializer(serializers.ModelSerializer[AccountReview]):
    """Somebody looked at an account."""

    class Meta:
        model = AccountReview
        read_only_fields = fields = ("id", "account", "note", "by", "at")


class PlannedBody(StrictBody):
    account = VisibleField(Account)
    next_review_date = serializers.DateField(required=False, allow_null=True, default=None)
    version = serializers.IntegerField(
        min_value=0, required=False, help_text="The plan's version, 0 where there is none; 409 when it has moved on."
    )

    def validate(self, attrs: dict[str, object]) -> dict[str, object]:
        version = attrs.pop("version", None)
        return attrs if version is None else {**attrs, "expected_version": version}


class WritePlanBody(PlannedBody):
    """Replaces what the plan said."""

    text = serializers.CharField(max_length=20_000, required=False, allow_blank=True, default="")


class ReviewBody(PlannedBody):
    """What somebody saw, and when to look again."""

    note = serializers.CharField(max_length=5_000, required=False, allow_blank=True, default="")
