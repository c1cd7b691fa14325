"""Rows that belong to everybody who works with the pipeline: processes, products, sources, reasons."""

from typing import Any

from django.db import models
from django.db.models import Q

from pipeline.rules import can_read_pipeline
from salesmgmt.accounts.models import User


class ReadableQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> "ReadableQuerySet":
        """All to those who may read the pipeline, none to others."""
        return self if can_read_pipeline(user) else self.none()


class OfferedQuerySet(ReadableQuerySet):
    """Rows that are taken out of use by `is_active`: from then on nobody can choose them, and whatever names them keeps
    them."""

    def offered(self, *, keep: Any = None) -> "OfferedQuerySet":
        """Those that can be chosen, and the one with the number that a row has already."""
        return self.filter(Q(is_active=True) | Q(pk=keep))
