"""Creates and edits leads, gives them to somebody else, and says whether sales takes them."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from pipeline.choices import LeadCause, LeadRejection, LeadState
from pipeline.domain.campaigns import with_its_source
from pipeline.domain.deals import require_seller
from pipeline.domain.fact_undo import facts_of, offer_facts_back
from pipeline.domain.lead_history import keep_changed, keep_entered, take_change_back
from pipeline.domain.promises import COLUMNS, answer, promise
from pipeline.models import CaptureForm, Lead
from salesmgmt.accounts.models import User
from salesmgmt.common.constraints import refusing
from salesmgmt.common.problems import Conflict, Refused
from salesmgmt.events.domain.log import append
from salesmgmt.people.rules import require
from salesmgmt.web.domain.undoing import offer_undo

SENTENCES = {"a_lead_names_a_person_or_a_company": "A lead needs a person or a company; write a name."}
EDITABLE = (
    *("person_name", "company_name", "email", "phone", "note", "lead_source", "campaign"),
    *("country", "language", "employee_count", "product"),
)


@transaction.atomic
def create_lead(*, facts: Mapping[str, Any], by: User, at: datetime, owner: User | None = None) -> Lead:
    """A new lead belongs to whoever enters it, unless `owner` is named."""
    require(by, "pipeline.work_deals", "create leads")
    owner = owner or by
    return enter_lead(facts=facts, owner=owner, by=by, at=at)


def enter_lead(
    *,
    facts: Mapping[str, Any],
    owner: User,
    by: User | None,
    at: datetime,
    capture_form: CaptureForm | None = None,
) -> Lead:
    """A lead of `owner`'s, within the verb that asked whether `by` (nobody: it came by a form) may enter it."""
    require_seller(owner)
    known = with_its_source(_known(facts))
    lead = Lead(owner=owner, created_at=at, capture_form=capture_form, **known)
    promise([lead], at=at)
    with refusing(SENTENCES):
        lead.save(force_insert=True)
    keep_entered([lead], cause=LeadCause.ENTERED, by=by)
    payload = {"owner_id": lead.owner_id, **_came_by(lead)}
    append(kind="lead.created", subject=lead, by=by, at=at, payload=payload)
    return lead


@transaction.atomic
def edit_lead(
    *, lead: Lead, facts: Mapping[str, Any], by: User, at: datetime, expected_version: int | None = None
) -> Lead:
    """Changes names, addresses, note, source or what else is known; what is not given stays."""
    lead = lock_lead(lead=lead, by=by, expected_version=expected_version)
    known = with_its_source(_known(facts), now=lead.campaign)
    changed = [field for field, value in known.items() if getattr(lead, field) != value]
    if not changed:
        return lead
    if lead.state == LeadState.CONVERTED:
        raise Refused(f"{lead} is converted; edit its account, contact or deal.", code="converted")
    before = facts_of(lead, changed)
    for field in changed:
        setattr(lead, field, known[field])
    with refusing(SENTENCES, field=changed[0] if len(changed) == 1 else None):
        lead = save_lead(lead, "lead.edited", {"fields": changed}, by=by, at=at)
    offer_facts_back(lead, before, by=by, at=at)
    return lead


@transaction.atomic
def give_lead(*, lead: Lead, to: User, by: User, at: datetime, expected_version: int | None = None) -> Lead:
    """Makes somebody else the owner; where nobody has answered, the time to answer begins anew."""
    lead = lock_lead(lead=lead, by=by, expected_version=expected_version)
    if lead.owner_id == to.pk:
        return lead
    require_seller(to)
    before, lead.owner = whose(lead), to
    promise([lead], at=at)
    save_lead(lead, "lead.given", {"from_id": before["owner_id"], "to_id": to.pk}, by=by, at=at)
    params = {"lead_id": lead.pk, "version": lead.version, "before": before}
    offer_undo(verb="pipeline.give_lead", subject=lead, params=params, by=by, at=at)
    return lead


@transaction.atomic
def put_owner_back(
    *, lead: Lead, before: Mapping[str, Any], by: User, at: datetime, expected_version: int | None = None
) -> Lead:
    """The inverse of giving and assigning, as `whose` said that it was before: the owner has the time to answer that
    they had, not a new one."""
    lead = lock_lead(lead=lead, by=by, expected_version=expected_version)
    given, lead.owner = lead.owner_id, User.objects.get(pk=before["owner_id"])
    require_seller(lead.owner)
    lead.assigned_at, lead.due_at = _instant(before["assigned_at"]), _instant(before["due_at"])
    return save_lead(lead, "lead.given", {"from_id": given, "to_id": lead.owner_id}, by=by, at=at)


def whose(lead: Lead) -> dict[str, Any]:
    """What giving a lead writes over, as JSON keeps it."""
    return {"owner_id": lead.owner_id, **_said(lead, COLUMNS)}


@transaction.atomic
def take_up_lead(*, lead: Lead, by: User, at: datetime, expected_version: int | None = None) -> Lead:
    """Says that somebody is at it."""
    lead = lock_lead(lead=lead, by=by, expected_version=expected_version)
    require_state(lead, {LeadState.NEW}, "Only a new lead is taken up")
    return _into(lead, LeadState.WORKING, "lead.taken_up", {}, by=by, at=at)


@transaction.atomic
def accept_lead(*, lead: Lead, by: User, at: datetime, expected_version: int | None = None) -> Lead:
    """Sales takes it; a rejected one may be accepted after all."""
    lead = lock_lead(lead=lead, by=by, expected_version=expected_version)
    require_state(lead, {LeadState.NEW, LeadState.WORKING, LeadState.REJECTED}, "A lead is accepted once")
    return _into(lead, LeadState.ACCEPTED, "lead.accepted", _came_by(lead), by=by, at=at)


@transaction.atomic
def reject_lead(*, lead: Lead, reason: str, by: User, at: datetime, expected_version: int | None = None) -> Lead:
    """Sales does not take it, for a reason that marketing reads."""
    lead = lock_lead(lead=lead, by=by, expected_version=expected_version)
    require_state(lead, {LeadState.NEW, LeadState.WORKING, LeadState.ACCEPTED}, "Only an open lead is rejected")
    if reason not in LeadRejection.values:
        raise Refused("A rejected lead says why; choose one of the reasons.", code="reason", field="reason")
    payload = {"reason": reason, **_came_by(lead)}
    return _into(lead, LeadState.REJECTED, "lead.rejected", payload, by=by, at=at, reason=reason)


@transaction.atomic
def put_state_back(
    *, lead: Lead, before: Mapping[str, Any], by: User, at: datetime, expected_version: int | None = None
) -> Lead:
    """The inverse of taking up, accepting and rejecting: as `state_of` said that it was before."""
    lead = lock_lead(lead=lead, by=by, expected_version=expected_version)
    undone = lead.state
    lead.state, lead.rejection = before["state"], before["rejection"]
    lead.decided_at, lead.answered_at = _instant(before["decided_at"]), _instant(before["answered_at"])
    lead.response_minutes = before.get("response_minutes")
    take_change_back(lead, by=by, at=at)
    return save_lead(lead, "lead.state_put_back", {"from": undone, "to": lead.state}, by=by, at=at)


def state_of(lead: Lead) -> dict[str, Any]:
    """What an act on the lead's state writes over, as JSON keeps it."""
    kept = {name: getattr(lead, name) for name in ("state", "rejection", "response_minutes")}
    return {**kept, **_said(lead, ("decided_at", "answered_at"))}


def _said(lead: Lead, names: Iterable[str]) -> dict[str, str | None]:
    instants = {name: getattr(lead, name) for name in names}
    return {name: instant.isoformat() if instant else None for name, instant in instants.items()}


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _into(
    lead: Lead, state: LeadState, kind: str, payload: Mapping[str, Any], *, by: User, at: datetime, reason: str = ""
) -> Lead:
    """May be taken back for a while; the first such act answers the lead."""
    before = state_of(lead)
    lead.state, lead.rejection = state, reason
    lead.decided_at = None if state == LeadState.WORKING else at
    answer(lead, at=at)
    save_lead(lead, kind, payload, by=by, at=at)
    keep_changed([(lead, before["state"])], by=by, at=at)
    params = {"lead_id": lead.pk, "version": lead.version, "before": before}
    offer_undo(verb="pipeline.lead_state", subject=lead, params=params, by=by, at=at)
    return lead


def lock_lead(*, lead: Lead, by: User, expected_version: int | None = None) -> Lead:
    """The lead's row, locked and fresh. Raises Conflict when it is no longer at `expected_version`."""
    require(by, "pipeline.work_deals", "change leads")
    locked = Lead.objects.select_for_update().get(pk=lead.pk)
    if expected_version is not None and locked.version != expected_version:
        raise Conflict(f"{locked} was changed by somebody else in between; look at it again, then repeat.")
    return locked


def save_lead(lead: Lead, kind: str, payload: Mapping[str, Any], *, by: User, at: datetime) -> Lead:
    """Saves a locked lead, raises its version and tells what happened."""
    lead.version += 1
    lead.save()
    append(kind=kind, subject=lead, by=by, at=at, payload=payload)
    return lead


def _came_by(lead: Lead) -> dict[str, int | None]:
    return {"lead_source_id": lead.lead_source_id, "campaign_id": lead.campaign_id}


def require_state(lead: Lead, states: Collection[str], rule: str) -> None:
    """Raises Refused where the lead is in none of `states`; `rule` says what they are needed for."""
    if lead.state not in states:
        said = lead.get_state_display().lower()
        raise Refused(f"{rule}, and {lead} is {said}; look at what became of it.", code="lead_state")


def _known(facts: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(facts) - set(EDITABLE)
    if unknown:
        raise Refused(f"{', '.join(sorted(unknown))} cannot be written here; write {', '.join(EDITABLE)}.")
    return {name: value.strip() if isinstance(value, str) else value for name, value in facts.items()}
