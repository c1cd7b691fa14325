"""Orders as the API shows and takes them."""

from rest_framework import serializers

from pipeline.api.fields import PersonField, VersionedBody, VisibleField, money_field
from pipeline.api.serializers.deal_acts import LineBody
from pipeline.models import Deal, Order, OrderLine
from salesmgmt.api.strict import StrictBody


class OrderLineSerializer(serializers.ModelSerializer[OrderLine]):
    """A line; `price` is what one costs after discount, `amount` quantity x price, unrounded."""

    product_name = serializers.CharField(source="product.name")
    amount = serializers.SerializerMethodField()

    class Meta:
        model = OrderLine
        read_only_fields = fields = ("position", "product", "product_name", "quantity", "price", "amount")

    def get_amount(self, line: OrderLine) -> str:
        return format(line.amount.normalize(), "f")


class OrderSerializer(serializers.ModelSerializer[Order]):
    """An order; `deal` is the one that was won with it, `repeat_of` the order that it repeats."""

    account_name = serializers.CharField(source="account.name")
    owner_name = serializers.CharField(source="owner.name")
    lines = OrderLineSerializer(many=True)

    class Meta:
        model = Order
        read_only_fields = fields = (
            "id",
            "account",
            "account_name",
            "deal",
            "owner",
            "owner_name",
            "ordered_at",
            "amount",
            "currency",
            "repeat_of",
            "invoiced_amount",
            "cancelled_amount",
            "cancelled_at",
            "lines",
            "external_source",
            "external_id",
            "recorded_at",
            "version",
        )


class PlaceOrderBody(VersionedBody):
    """A won deal that you may see, and the version of it that you mean."""

    deal = VisibleField(Deal)


class RepeatOrderBody(StrictBody):
    """Lines or an amount, or neither for the same again; it is yours unless you name an owner."""

    lines = LineBody(many=True, required=False)
    amount = money_field(required=False)
    owner = PersonField(required=False)
