"""How much discount needs nobody's approval."""

from django.db import models
from django.db.models import Q

from pipeline.models.readable import ReadableQuerySet


class DiscountLimit(models.Model):
    """One row where a limit is set: a line with more discount than `limit_rate` needs an approval.

    `domain.discounts.set_discount_limit` writes it.
    """

    limit_rate = models.DecimalField(max_digits=5, decimal_places=4)

    objects = ReadableQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="there_is_one_discount_limit"),
            models.CheckConstraint(condition=Q(limit_rate__range=(0, 1)), name="a_discount_limit_is_between_0_and_1"),
        ]

    def __str__(self) -> str:
        return f"{self.limit_rate:.0%}"
