"""Rows that belong to everybody who works with the pipeline: processes, products, sources, reasons."""

from typing import Any

from django.db import models

from pipeline.rules import can_read_pipeline
from salesmgmt.accounts.models import User


class ReadableQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> "ReadableQuerySet":
        """All to those who may read the pipeline, none to others."""
        return self if can_read_pipeline(user) else self.none()
