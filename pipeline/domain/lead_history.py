"""Keeps which states leads have been in: a row in each act's transaction, and a mark where an undo took it back."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connection

from pipeline.choices import LeadCause
from pipeline.models import Lead, LeadStateChange
from salesmgmt.accounts.models import User

# a lead that is undecided and answered was taken up; what was decided was new until it was
_AS_ROWS_SAY = """
    INSERT INTO pipeline_leadstatechange
        (lead_id, own_lead, from_state, to_state, reason, cause, by_id, at, recorded_at)
    SELECT lead.id, lead.id, step.was, step.became, step.reason,
           CASE step.number WHEN 1 THEN 'ENTERED' ELSE 'ACT' END,
           CASE WHEN step.number > 1 THEN lead.owner_id END, step.at, %(at)s
    FROM pipeline_lead AS lead
    LEFT JOIN pipeline_deal AS deal ON deal.id = lead.deal_id
    CROSS JOIN LATERAL (VALUES
        (1, '', 'NEW', '', lead.created_at, true),
        (2, 'NEW', 'WORKING', '', coalesce(lead.answered_at, lead.created_at), lead.state = 'WORKING'),
        (3, 'NEW', 'ACCEPTED', '', lead.decided_at, lead.state IN ('ACCEPTED', 'CONVERTED')),
        (4, 'NEW', 'REJECTED', lead.rejection, lead.decided_at, lead.state = 'REJECTED'),
        (5, 'ACCEPTED', 'CONVERTED', '', greatest(deal.created_at, lead.decided_at), lead.state = 'CONVERTED')
    ) AS step (number, was, became, reason, at, happened)
    WHERE step.happened
      AND NOT EXISTS (SELECT FROM pipeline_leadstatechange AS kept WHERE kept.own_lead = lead.id)
    ORDER BY lead.id, step.at, step.number
"""


def keep_entered(leads: Iterable[Lead], *, cause: LeadCause, by: User | None, at: datetime | None = None) -> None:
    """Leads came in, in the states that they have: when they were created, or `at`, from when on a file knows it."""
    LeadStateChange.objects.bulk_create(
        LeadStateChange(
            lead=lead,
            own_lead=lead.pk,
            to_state=lead.state,
            reason=lead.rejection,
            cause=cause,
            by=by,
            at=at or lead.created_at,
        )
        for lead in leads
    )


def keep_changed(
    changes: Sequence[tuple[Lead, str]], *, by: User | None, at: datetime, cause: LeadCause = LeadCause.ACT
) -> None:
    """Each lead is no longer in the state named beside it."""
    LeadStateChange.objects.bulk_create(
        LeadStateChange(
            lead=lead,
            own_lead=lead.pk,
            from_state=before,
            to_state=lead.state,
            reason=lead.rejection,
            cause=cause,
            by=by,
            at=at,
        )
        for lead, before in changes
        if lead.state != before
    )


def take_change_back(lead: Lead, *, by: User, at: datetime) -> None:
    """The last change of a locked lead's state is undone; figures skip it."""
    last = LeadStateChange.objects.counted().filter(own_lead=lead.pk).exclude(from_state="").order_by("-at", "-pk")
    LeadStateChange.objects.filter(pk__in=last.values("pk")[:1]).update(undone_by=by, undone_at=at)


def keep_acts_of_owners(*, at: datetime) -> None:
    """Of leads written without their states: each came in, and its owner made it what its row says, by set."""
    with connection.cursor() as cursor:
        cursor.execute(_AS_ROWS_SAY, {"at": at})
