"""What happened to a lead, newest first, in words."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pipeline.choices import ContactKind, LeadRejection, LeadState
from pipeline.models import Lead, LeadContact
from pipeline.queries.timeline import RECENT, Happening
from salesmgmt.accounts.models import User
from salesmgmt.events.models import Event

FIELDS = {
    "person_name": "person",
    "company_name": "company",
    "email": "e-mail",
    "lead_source": "lead source",
    "employee_count": "people",
    "product": "what they want",
}
_SAYS = {
    "lead.created": ("entered it", "accent"),
    "lead.taken_up": ("took it up", ""),
    "lead.accepted": ("accepted it", "good"),
    "lead.converted": ("made it a deal", "good"),
    "lead.conversion_reverted": ("took the conversion back", ""),
    "lead.merged": ("merged another lead into it", ""),
    "lead.unmerged": ("took a merge apart", ""),
    "lead.task_made": ("wrote a task down", ""),
    "lead.task_edited": ("changed a task", ""),
    "lead.task_put_back": ("took a change of a task back", ""),
    "lead.task_done": ("did a task", "good"),
    "lead.task_skipped": ("skipped a task", ""),
    "lead.task_reopened": ("has a task to do again", ""),
    "lead.kept_apart": ("said that it is not the same as another lead", ""),
}
_OWNERS = {"lead.given", "lead.assigned", "lead.task_given"}
_ANSWERS = {"lead.taken_up", "lead.contacted", "lead.accepted", "lead.rejected"}


def lead_happenings(lead: Lead, *, limit: int | None = RECENT) -> tuple[list[Happening], bool]:
    """The latest entries and whether there are earlier ones; what the log was not told of a
    lead that was brought in stands in its row."""
    log = Event.objects.of(lead).select_related("actor").order_by("-id")
    events = list(log if limit is None else log[: limit + 1])
    ids = {event.payload.get(key) for event in events for key in ("from_id", "to_id") if event.kind in _OWNERS}
    people = dict(User.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}
    notes = _notes(lead) if any(event.kind == "lead.contacted" for event in events) else {}
    entries = [_entry(event, people, notes) for event in events]
    if limit is None or len(events) <= limit:
        entries += _untold(lead, {event.kind for event in events})
        entries.sort(key=lambda entry: entry.at, reverse=True)
    return (entries, False) if limit is None else (entries[:limit], len(entries) > limit)


def _untold(lead: Lead, told: set[str]) -> list[Happening]:
    if "lead.created" in told:
        return []
    known = [Happening(lead.created_at, "", "came in", "accent")]
    if lead.decided_at and not told & {"lead.accepted", "lead.rejected"}:
        what, tone = ("was rejected", "") if lead.rejection else ("was accepted", "good")
        known.append(Happening(lead.decided_at, "", what, tone))
    if lead.answered_at and not told & _ANSWERS:
        known.append(Happening(lead.answered_at, "", "was answered"))
    return known


def _notes(lead: Lead) -> dict[datetime, LeadContact]:
    """What people wrote when they reached out, and what came of it; the log holds no words."""
    return {row.at: row for row in LeadContact.objects.filter(lead=lead)}


def _entry(event: Event, people: Mapping[int, str], notes: Mapping[datetime, LeadContact]) -> Happening:
    what, tone = _SAYS.get(event.kind) or (_said(event.kind, event.payload, people), "")
    if event.kind == "lead.created" and event.actor is None:
        what = "came in by a public form"
    who, row = event.actor.name if event.actor else "", notes.get(event.happened_at)
    if event.kind != "lead.contacted" or row is None:
        return Happening(event.happened_at, who, what, tone)
    what += f", {row.minutes} min" if row.minutes else ""
    what += f": {row.get_outcome_display().lower()}" if row.outcome else ""
    return Happening(event.happened_at, who, what, tone, row.note)


def _said(kind: str, payload: Mapping[str, Any], people: Mapping[int, str]) -> str:
    says = {
        "lead.edited": lambda: f"changed {', '.join(FIELDS.get(name, name) for name in payload['fields'])}",
        "lead.contacted": lambda: f"reached out: {ContactKind(payload['kind']).label.lower()}",
        "lead.assigned": lambda: f"a rule gave it to {people.get(payload['to_id'])}",
        "lead.given": lambda: f"gave it from {people.get(payload['from_id'])} to {people.get(payload['to_id'])}",
        "lead.task_given": lambda: f"gave a task to {people.get(payload['to_id'])}",
        "lead.rejected": lambda: f"rejected it: {LeadRejection(payload['reason']).label.lower()}",
        "lead.state_put_back": lambda: f"took it back to {LeadState(payload['to']).label.lower()}",
    }
    return says[kind]() if kind in says else kind.replace(".", " ").replace("_", " ")
