"""`{% load pay %}`: amounts in minor units and shares, as pay pages print them.

{{ statement.total_minor|minor:statement.currency }}     14,739.00
{% part line.after_minor line.quota_minor %}             104.0%
{{ assignment.valid|days }}                              from 1 Jan 2026
"""

from django import template
from django.db.backends.postgresql.psycopg_any import DateRange

from compensation import wording

register = template.Library()


@register.filter
def minor(amount: int, currency: str) -> str:
    return wording.amount(amount, currency)


@register.simple_tag
def part(amount: int, whole: int | None) -> str:
    """Blank without a whole."""
    return wording.share(amount, whole) if whole else ""


@register.filter
def days(valid: DateRange) -> str:
    """Half-open days with their last day named: see `wording.days`."""
    return wording.days(valid.lower, valid.upper)
