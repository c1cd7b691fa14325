"""What is sold, and where leads come from."""

from django.db import models
from django.db.models import Q

from pipeline.models.external import external_constraints
from pipeline.models.readable import OfferedQuerySet


class Product(models.Model):
    """Something sold at a list price; a changed price or cost is a new fact for new deals only (lines carry their own).

    What one costs us, where it is known, is read by `rules.can_read_costs` alone; `domain.catalogue` writes both.
    """

    name = models.CharField(max_length=120, unique=True)
    series = models.CharField(max_length=60, blank=True)
    list_price = models.DecimalField(max_digits=19, decimal_places=4)
    currency = models.CharField(max_length=3)
    unit_cost = models.DecimalField(max_digits=19, decimal_places=4, null=True, blank=True)
    is_active = models.BooleanField(default=True)
    external_source = models.CharField(max_length=40, blank=True)
    external_id = models.CharField(max_length=120, blank=True)
    version = models.PositiveIntegerField(default=1, db_default=1)

    objects = OfferedQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(list_price__gte=0), name="a_list_price_is_not_negative"),
            models.CheckConstraint(condition=Q(currency__regex="^[A-Z]{3}$"), name="product_currency_is_iso"),
            models.CheckConstraint(
                condition=Q(unit_cost__isnull=True) | Q(unit_cost__gte=0), name="a_product_cost_is_not_negative"
            ),
            *external_constraints("product"),
        ]

    def __str__(self) -> str:
        return self.name


class LeadSource(models.Model):
    """Where a customer came from; its cost and campaigns belong to whoever may see pipeline. `domain.catalogue` adds,
    renames and retires it."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=100)
    is_active = models.BooleanField(default=True, db_default=True)

    objects = OfferedQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
