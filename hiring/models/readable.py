"""Rows that belong to everybody who works in hiring: profiles, stages, sources, cadence."""

from typing import Any

from django.db import models

from hiring.rules import can_read_hiring
from salesmgmt.accounts.models import User


class HiringSetupQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> "HiringSetupQuerySet":
        """All to those who work in hiring, none to others."""
        return self if can_read_hiring(user) else self.none()
