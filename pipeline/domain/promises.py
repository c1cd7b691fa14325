"""By when a lead is to be answered: promised when it is given to somebody, kept with the first answer."""

from collections.abc import Sequence
from datetime import datetime

from pipeline.models import Lead, ResponseTarget
from salesmgmt.common.problems import Refused
from salesmgmt.people.queries.working_time import LOOK_AHEAD, office_time_of

COLUMNS = ("assigned_at", "due_at")


def promise(leads: Sequence[Lead], *, at: datetime) -> None:
    """Each lead that nobody has answered was given to its owner: the office minutes of its campaign's target, or of
    all others', begin. Sets COLUMNS of the rows and saves nothing."""
    waiting = [lead for lead in leads if lead.answered_at is None]
    targets = dict(ResponseTarget.objects.values_list("campaign_id", "minutes")) if waiting else {}
    for lead in waiting:
        lead.assigned_at, lead.due_at = at, None
    promised = [lead for lead in waiting if targets.get(lead.campaign_id, targets.get(None))]
    if not promised:
        return
    offices = office_time_of({lead.owner_id for lead in promised}, since=at.date())
    for lead in promised:
        minutes = targets.get(lead.campaign_id) or targets[None]
        try:
            lead.due_at = offices[lead.owner_id].after(at, minutes)
        except ValueError as never:
            raise Refused(f"The office of {lead.owner} never works; give its calendar a day.", code="no_day") from never


def answer(lead: Lead, *, at: datetime) -> None:
    """The first answer to a lead, with the minutes that its owner's office worked until then; later ones change
    nothing. Saves nothing."""
    if lead.answered_at is not None:
        return
    lead.answered_at = at
    if lead.assigned_at is not None:
        began = lead.assigned_at
        office = office_time_of({lead.owner_id}, since=began.date(), until=max(began, at).date() + LOOK_AHEAD)
        lead.response_minutes = office[lead.owner_id].minutes_between(began, at)
