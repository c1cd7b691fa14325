"""The states that a lead has been in, and how long it stood in each."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import CharField, OuterRef, QuerySet, Subquery

from pipeline.choices import lead_state_said
from pipeline.models import Lead, LeadStateChange


@dataclass(frozen=True, slots=True)
class Stood:
    """A state with what brought it about; `until` is None for the present one, and for one that was taken back."""

    change: LeadStateChange
    said: str
    until: datetime | None


def states_of(lead: Lead) -> list[Stood]:
    """The latest first, those that were taken back among them."""
    rows = list(LeadStateChange.objects.filter(own_lead=lead.pk, lead=lead).select_related("by", "undone_by"))
    stood, until = [], None
    for row in rows:
        stood.append(Stood(row, lead_state_said(row.to_state, row.reason), None if row.undone_at else until))
        until = until if row.undone_at else row.at
    return stood


def with_state_at(leads: QuerySet[Lead], instant: datetime) -> QuerySet[Lead]:
    """Annotated with `was_state` and `was_rejection`, what was true just before an instant; without leads that were
    not known then."""
    return state_before(leads, instant).filter(was_state__isnull=False)


def state_before(leads: QuerySet[Lead], instant: datetime) -> QuerySet[Lead]:
    """The same with them, their state null."""
    change = LeadStateChange.objects.before(instant).filter(own_lead=OuterRef("pk"))

    def was(column: str) -> Subquery:
        return Subquery(change.values(column)[:1], output_field=CharField())

    return leads.annotate(was_state=was("to_state"), was_rejection=was("reason"))
