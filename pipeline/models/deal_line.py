"""What is in a deal."""

from django.db import models
from django.db.models import Q

from pipeline.models.deal import Deal
from pipeline.models.product import Product


class DealLine(models.Model):
    """So many of a product at a unit price; `discount_rate` comes off the price. `domain.lines` writes them."""

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="lines", db_index=False)
    position = models.PositiveSmallIntegerField()
    product = models.ForeignKey(Product, models.PROTECT, related_name="deal_lines")
    quantity = models.DecimalField(max_digits=12, decimal_places=3, default=1)
    unit_price = models.DecimalField(max_digits=19, decimal_places=4)
    unit_cost = models.DecimalField(max_digits=19, decimal_places=4, null=True, blank=True)
    discount_rate = models.DecimalField(max_digits=5, decimal_places=4, default=0)

    class Meta:
        ordering = ["deal", "position"]
        constraints = [
            models.UniqueConstraint(fields=["deal", "position"], name="a_deal_line_position_is_taken_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="a_deal_line_has_a_quantity"),
            models.CheckConstraint(condition=Q(unit_price__gte=0), name="a_unit_price_is_not_negative"),
            models.CheckConstraint(condition=Q(discount_rate__range=(0, 1)), name="a_discount_is_between_0_and_1"),
            models.CheckConstraint(
                condition=Q(unit_cost__isnull=True) | Q(unit_cost__gte=0), name="a_unit_cost_is_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.product}"

    @property
    def amount(self):
        """Quantity x price less discount, unrounded."""
        return self.quantity * self.unit_price * (1 - self.discount_rate)
