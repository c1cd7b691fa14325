"""Rows that everybody who may sign in can read: the company's own facts."""

from typing import Any

from django.db import models

from salesmgmt.accounts.models import User


class OpenRows(models.QuerySet[Any]):
    def visible_to(self, user: User) -> "OpenRows":
        return self if user.is_authenticated and user.is_active else self.none()
