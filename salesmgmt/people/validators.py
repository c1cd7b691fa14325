"""Checks shared by forms, serializers and domain."""

from functools import cache
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError


@cache
def _zones() -> frozenset[str]:
    """Read from the machine's files once, which takes a tenth of a second."""
    return frozenset(available_timezones())


def validate_zone(value: str) -> None:
    if value not in _zones():
        raise ValidationError(f"“{value}” is not a time zone; choose one such as Europe/Athens.", code="zone")


def validate_currency(value: str) -> None:
    if len(value) != 3 or not value.isascii() or not value.isalpha() or not value.isupper():
        raise ValidationError(
            f"“{value}” is not a currency; write its three-letter ISO code, such as EUR.", code="currency"
        )
