"""Whose touch is due."""

from datetime import date

from hiring.models import BenchEntry
from hiring.models.bench import BenchEntryQuerySet, may_be_contacted
from salesmgmt.accounts.models import User


def touches_due(viewer: User, *, until: date, own: bool = False, ended: bool = False) -> BenchEntryQuerySet:
    """Those on the bench whose next touch is due on or before a day, the latest first; `own`: kept by the viewer. Whose
    consent has ended is not got in touch with, and there only with `ended`: to be asked for it."""
    entries = BenchEntry.objects.visible_to(viewer).standing().filter(next_touch_date__lte=until)
    if own:
        entries = entries.filter(owner=viewer)
    if not ended:
        entries = entries.filter(may_be_contacted(until))
    return entries.order_by("next_touch_date", "pk")
