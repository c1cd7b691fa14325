"""Says how soon leads are to be answered, promises it when one is given to somebody, and notes who reached out."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from pipeline.choices import ActivityOutcome, ContactKind, LeadState
from pipeline.domain.lead_history import keep_changed
from pipeline.domain.leads import lock_lead, require_state, save_lead
from pipeline.domain.promises import answer
from pipeline.models import Campaign, Lead, LeadContact, ResponseTarget
from salesmgmt.accounts.models import User
from salesmgmt.common.constraints import refusing
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.log import append
from salesmgmt.people.rules import require

_MINUTES = {"a_response_target_is_some_minutes": "A target is 1 to 4,800 office minutes (ten days); correct it."}
_LASTED = {"reaching_out_lasts_up_to_a_day": "It took between 1 minute and a day; correct the minutes."}
OPEN: Sequence[LeadState] = (LeadState.NEW, LeadState.WORKING, LeadState.ACCEPTED)


@transaction.atomic
def set_response_target(
    *, campaign: Campaign | None, minutes: int | None, by: User, at: datetime
) -> ResponseTarget | None:
    """Leads of a campaign (None: all of no campaign with a target) are answered within so many office minutes; None
    takes the target away. Leads that were given before keep what was promised then."""
    require(by, "pipeline.configure", "say how soon leads are answered")
    targets = ResponseTarget.objects.filter(campaign=campaign)
    row = None
    if minutes is None:
        targets.delete()
    else:
        with refusing(_MINUTES, field="minutes"):
            row, _ = ResponseTarget.objects.update_or_create(campaign=campaign, defaults={"minutes": minutes})
    payload = {"campaign_id": campaign and campaign.pk, "minutes": minutes}
    append(kind="response_target.set", subject=campaign or by, by=by, at=at, payload=payload)
    return row


@transaction.atomic
def contact_lead(
    *,
    lead: Lead,
    kind: str,
    by: User,
    at: datetime,
    note: str = "",
    minutes: int | None = None,
    outcome: str = "",
    expected_version: int | None = None,
) -> Lead:
    """Somebody reached out, which answers the lead and takes a new one up; for good."""
    lead = lock_lead(lead=lead, by=by, expected_version=expected_version)
    require_state(lead, OPEN, "Reaching out is noted on an open lead")
    if kind not in ContactKind.values:
        raise Refused("Say how you reached out; choose call, e-mail or meeting.", code="kind", field="kind")
    if outcome and outcome not in ActivityOutcome.values:
        raise Refused("Say what came of it by one of the list, or leave it open.", code="outcome", field="outcome")
    with refusing(_LASTED, field="minutes"):
        LeadContact.objects.create(
            lead=lead, kind=kind, note=note.strip(), minutes=minutes, outcome=outcome, by=by, at=at
        )
    before = lead.state
    answer(lead, at=at)
    if lead.state == LeadState.NEW:
        lead.state = LeadState.WORKING
    save_lead(lead, "lead.contacted", {"kind": kind, "minutes": minutes}, by=by, at=at)
    keep_changed([(lead, before)], by=by, at=at)
    return lead
