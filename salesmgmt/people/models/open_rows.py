"""Rows that everybody who may sign in can read: the company's own facts."""

from typing import Any

from django.db import models
from django.db.models import Q

from salesmgmt.accounts.models import User


class OpenRows(models.QuerySet[Any]):
    def visible_to(self, user: User) -> "OpenRows":
        return self if user.is_authenticated and user.is_active else self.none()


class RetirableRows(OpenRows):
    """Rows that are retired by `domain.retiring`: from then on nobody can choose them, and whatever names them keeps
    them."""

    def offered(self, *, keep: int | None = None) -> "RetirableRows":
        """Those that can be chosen, and the one with the number that a row has already."""
        return self.filter(Q(retired_at__isnull=True) | Q(pk=keep))

    def offered_or_among(self, named: models.QuerySet[Any]) -> "RetirableRows":
        """What a list is narrowed to: those that can be chosen, and retired ones whose numbers its rows name."""
        return self.filter(Q(retired_at__isnull=True) | Q(pk__in=named))

    def retired(self) -> "RetirableRows":
        return self.filter(retired_at__isnull=False)
