"""Filters by an instant, in whatever zone it is written; the database gets it in UTC."""

from datetime import UTC, datetime
from typing import Any

import django_filters
from django.core.exceptions import ValidationError
from django_filters.fields import IsoDateTimeField


class InstantField(IsoDateTimeField):
    """An instant in ISO 8601. PostgreSQL takes no offset beyond 16 hours, Python takes up to 24."""

    def to_python(self, value: Any) -> datetime | None:
        instant = super().to_python(value)
        try:
            return instant and instant.astimezone(UTC)
        except OverflowError as error:
            raise ValidationError("This instant is beyond the calendar: send one of the years 1 to 9999.") from error


class InstantFilter(django_filters.IsoDateTimeFilter):
    field_class = InstantField
