"""Hand-overs of a book of deals as the API shows them, and what one takes."""

from typing import Any

from rest_framework import serializers

from pipeline.api.fields import PersonField, VisibleField
from pipeline.domain.hand_over import Handing
from pipeline.models import Deal, HandedDeal, HandOver
from salesmgmt.accounts.models import User
from salesmgmt.api.strict import StrictBody


class HandedDealSerializer(serializers.ModelSerializer[HandedDeal]):
    """A deal, who got it, what they were told, and when it was given back."""

    deal_name = serializers.CharField(source="deal.name")
    to_name = serializers.CharField(source="to.name")

    class Meta:
        model = HandedDeal
        read_only_fields = fields = ("deal", "deal_name", "to", "to_name", "note", "given_back_at")


class HandOverSerializer(serializers.ModelSerializer[HandOver]):
    """Deals of `giver` that went to others in one act, as far as you see them."""

    giver_name = serializers.CharField(source="giver.name")
    by_name = serializers.CharField(source="by.name")
    deals = HandedDealSerializer(many=True)

    class Meta:
        model = HandOver
        read_only_fields = fields = ("id", "giver", "giver_name", "by", "by_name", "at", "undone_at", "deals")


class HandOverDoneSerializer(serializers.Serializer[Any]):
    """What was done, and a sentence for each deal that stays where it is."""

    hand_over = HandOverSerializer()
    refused = serializers.ListField(child=serializers.CharField())


class HandingBody(StrictBody):
    """A deal and who gets it; with `version`, it stays where it is when it is no longer at it."""

    deal = VisibleField(Deal)
    to = PersonField()
    note = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")
    version = serializers.IntegerField(min_value=1, required=False)

    def validate(self, attrs: dict[str, Any]) -> Handing:
        return Handing(attrs["deal"], attrs["to"], attrs["note"], attrs.get("version"))


class HandDealsOverBody(StrictBody):
    """Whose deals go: those of `deals`, or all open ones spread over the people of `to`."""

    giver = serializers.PrimaryKeyRelatedField(queryset=User.objects.all())
    deals = HandingBody(many=True, required=False)
    to = serializers.ListField(child=PersonField(), required=False, max_length=50)
    note = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")


class GoingSerializer(serializers.Serializer[Any]):
    """What would go to whom, with what, and what would stay as it is."""

    deal = serializers.IntegerField(source="deal.pk")
    deal_name = serializers.CharField(source="deal.name")
    version = serializers.IntegerField(source="deal.version")
    to = serializers.IntegerField(source="to.pk", allow_null=True, default=None)
    goes_along = serializers.ListField(child=serializers.CharField())
    stays = serializers.ListField(child=serializers.CharField())


class HandOverPlanSerializer(serializers.Serializer[Any]):
    """The open deals of somebody and who would get them; `open` is how many there are."""

    open = serializers.IntegerField()
    rows = GoingSerializer(many=True)
