"""Rows about what one person is paid."""

from typing import Any

from django.db import models
from django.db.models import F

from compensation.rules import reads_all_pay, reads_line_pay
from salesmgmt.accounts.models import User
from salesmgmt.people.models.line import IsAnyOf, line_of


class PayQuerySet(models.QuerySet[Any]):
    """Rows with a `user`, who is paid."""

    def visible_to(self, user: User) -> "PayQuerySet":
        """All for those who read all pay, their line's for managers where that is switched on, else one's own."""
        if reads_all_pay(user):
            return self
        if reads_line_pay(user):
            return self.filter(IsAnyOf(F("user_id"), line_of(user)))
        return self.filter(user=user)
