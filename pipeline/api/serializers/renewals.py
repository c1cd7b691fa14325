"""Renewals and the terms that they follow from, as the API shows and takes them."""

from typing import Any

from rest_framework import serializers

from pipeline.api.fields import VersionedBody, VisibleField
from pipeline.choices import RenewalDecline, RenewalState
from pipeline.forms.renewal_filters import CHOICES
from pipeline.models import Order, Product, Renewal, RenewalTerm
from pipeline.models.renewal import LONGEST_MONTHS, MOST_DAYS
from salesmgmt.api.strict import StrictBody


class RenewalSerializer(serializers.ModelSerializer[Renewal]):
    """The end of an order's term; `deal` is the one that it opened as, which is shown to whoever sees the order."""

    account = serializers.IntegerField(source="order.account_id")
    account_name = serializers.CharField(source="order.account.name")
    owner = serializers.IntegerField(source="order.owner_id")
    state = serializers.ChoiceField(choices=RenewalState.choices)
    standing = serializers.ChoiceField(choices=CHOICES)
    reason = serializers.ChoiceField(choices=RenewalDecline.choices, allow_blank=True)

    class Meta:
        model = Renewal
        read_only_fields = fields = (
            *("id", "order", "account", "account_name", "owner", "start_date", "months", "end_date", "opens_date"),
            *("state", "standing", "deal", "reason", "decided_by", "decided_at", "version"),
        )


class OrderTermBody(VersionedBody):
    """For how long an order runs; `version` is that of its renewal, once it has one."""

    order = VisibleField(Order)
    start_date = serializers.DateField()
    months = serializers.IntegerField(min_value=1, max_value=LONGEST_MONTHS)


class DeclineRenewalBody(VersionedBody):
    """Why nobody tries to renew the order."""

    reason = serializers.ChoiceField(choices=RenewalDecline.choices)


class RenewalTermSerializer(serializers.ModelSerializer[RenewalTerm]):
    """For how many months a product is sold, and how many days before the end its renewal opens."""

    class Meta:
        model = RenewalTerm
        read_only_fields = fields = ("id", "product", "months", "notice_days")


class RenewalTermBody(StrictBody):
    """Replaces what was said of the product, or, without one, of all others."""

    product = VisibleField(Product, required=False, allow_null=True)
    months = serializers.IntegerField(min_value=1, max_value=LONGEST_MONTHS, required=False, allow_null=True)
    notice_days = serializers.IntegerField(min_value=0, max_value=MOST_DAYS, required=False, allow_null=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        return {"product": None, "months": None, "notice_days": None, **attrs}
