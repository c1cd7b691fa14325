"""How rows remember what they are called in the system they were imported from."""

from django.db import models
from django.db.models import Q


def external_constraints(noun: str) -> list[models.BaseConstraint]:
    """An id goes with its source, and a source's id stands for one row; rows made here have neither."""
    return [
        models.CheckConstraint(
            condition=Q(external_source="", external_id="") | (~Q(external_source="") & ~Q(external_id="")),
            name=f"{noun}_external_id_goes_with_its_source",
        ),
        models.UniqueConstraint(
            fields=["external_source", "external_id"],
            condition=~Q(external_source=""),
            name=f"{noun}_external_id_stands_once",
        ),
    ]
