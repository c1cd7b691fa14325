"""What came from each lead source, as far as a person sees it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from pipeline.models import Deal, Lead, LeadSource
from salesmgmt.accounts.models import User
from salesmgmt.common.folding import by_name


@dataclass(frozen=True, slots=True)
class SourceUse:
    """A source with how many leads and deals of it the person may open."""

    source: LeadSource
    leads: int
    deals: int


def sources_in_use(user: User) -> list[SourceUse]:
    """Those on offer first, each by name; three queries."""
    leads, deals = _by_source(Lead.objects.visible_to(user)), _by_source(Deal.objects.visible_to(user))
    rows = LeadSource.objects.visible_to(user).order_by("-is_active", by_name(), "pk")
    return [SourceUse(row, leads.get(row.pk, 0), deals.get(row.pk, 0)) for row in rows]


def _by_source(rows: Any) -> dict[int, int]:
    known = rows.filter(lead_source__isnull=False).order_by()
    return dict(known.values("lead_source").annotate(count=Count("pk")).values_list("lead_source", "count"))
