"""Rows that belong to everybody who works in hiring: profiles, stages, sources, cadence."""

from typing import Any

from django.db import models

from hiring.rules import can_read_hiring
from pipeline.models.readable import OfferedQuerySet
from salesmgmt.accounts.models import User


class HiringSetupQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> "HiringSetupQuerySet":
        """All to those who work in hiring, none to others."""
        return self if can_read_hiring(user) else self.none()


class OfferedSetupQuerySet(HiringSetupQuerySet, OfferedQuerySet):
    """Of those, rows that are taken out of use by `is_active`: sources and tags."""
