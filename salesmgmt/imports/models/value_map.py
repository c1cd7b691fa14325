"""What other systems call things, and what we call them."""

from django.db import models
from django.db.models import F, Q

from salesmgmt.accounts.models import User


class ValueMap(models.Model):
    """In imports of a kind, `from_value` in the column `field` is read as `to_value`.

    A person decided so (`domain.value_maps.map_value`); nothing is mapped by code.
    """

    kind = models.CharField(max_length=40)
    field = models.CharField(max_length=60)
    from_value = models.CharField(max_length=200)
    to_value = models.CharField(max_length=200)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["kind", "field", "from_value"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "field", "from_value"], name="a_value_is_mapped_once"),
            models.CheckConstraint(condition=~Q(from_value=F("to_value")), name="a_value_is_not_mapped_to_itself"),
            models.CheckConstraint(condition=~Q(from_value="") & ~Q(to_value=""), name="a_mapped_value_is_not_blank"),
        ]

    def __str__(self) -> str:
        return f"{self.field}: “{self.from_value}” is “{self.to_value}”"
