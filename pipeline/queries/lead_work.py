"""Which leads wait for an answer today."""

from datetime import date
from typing import Any

from django.db.models import Count, QuerySet, Subquery, Window
from django.db.models.functions import Coalesce

from pipeline.choices import LeadState, ResponseStanding
from pipeline.models import Lead
from pipeline.queries.lead_response import RESPONSE
from pipeline.rules import can_work_deals
from salesmgmt.accounts.models import User
from salesmgmt.common.period import day_of
from salesmgmt.people.alike import found_alike
from salesmgmt.people.models import Company
from salesmgmt.web.addresses import page_url, row_url
from salesmgmt.web.agenda import (
    LATE,
    TODAY,
    Act,
    Found,
    WorkItem,
)
from salesmgmt.web.components.days import clock, short_day


def leads_waiting(user: User, as_of: date, limit: int) -> Found:
    """One's own new leads that nobody has answered: late once the time that was promised is over, where none was from
    the day after they came in; the most pressing first."""
    rows = _found(user, as_of, limit)
    address = f"{page_url('pipeline:leads')}?state={LeadState.NEW}&owner={user.pk}"
    may_work = bool(can_work_deals(user))
    items = [_lead_item(lead, as_of, may_work) for lead in rows]
    return Found(items, rows[0].found if rows else 0, address)


@found_alike
def _found(user: User, as_of: date, limit: int) -> QuerySet[Lead]:
    waiting = Lead.objects.visible_to(user).filter(owner=user, state=LeadState.NEW)
    zone = Subquery(Company.objects.values("zone")[:1])
    return (
        waiting.annotate(zone=zone, response=RESPONSE, found=Window(Count("pk")))
        .select_related("lead_source", "owner")
        .order_by(Coalesce("due_at", "created_at"), "pk")[:limit]
    )


def _lead_item(lead: Any, as_of: date, may_work: bool) -> WorkItem:
    came_in = day_of(lead.created_at, lead.zone)
    page = row_url("pipeline:lead", lead.pk)
    company = f" at {lead.company_name}" if lead.person_name and lead.company_name else ""
    source = f" by {lead.lead_source}" if lead.lead_source else ""
    due = day_of(lead.due_at, lead.zone) if lead.due_at else came_in
    is_late = due < as_of or lead.response == ResponseStanding.OVERDUE
    promised = f" To be answered by {clock(lead.due_at)}." if lead.due_at else " Nobody has taken it up yet."
    return WorkItem(
        key=f"lead-{lead.pk}",
        urgency=LATE if is_late else TODAY,
        icon="flag",
        what=f"{lead}{company} waits for an answer",
        why=f"Came in {short_day(came_in, as_of)}{source}.{promised}",
        due_date=due,
        chip="response overdue" if lead.response == ResponseStanding.OVERDUE else "",
        who=lead.owner,
        url=page,
        acts=[Act("Answer", page)] if may_work else [],
    )
