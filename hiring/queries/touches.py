"""Whose touch is due."""

from datetime import date

from hiring.models import BenchEntry
from hiring.models.bench import BenchEntryQuerySet
from salesmgmt.accounts.models import User


def touches_due(viewer: User, *, until: date, own: bool = False) -> BenchEntryQuerySet:
    """Those on the bench whose next touch is due on or before a day, the latest first; `own`: kept by the viewer."""
    entries = BenchEntry.objects.visible_to(viewer).standing().filter(next_touch_date__lte=until)
    if own:
        entries = entries.filter(owner=viewer)
    return entries.order_by("next_touch_date", "pk")
