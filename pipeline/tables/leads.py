"""A table of leads: known by the other system's id, else by their e-mail address."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models.functions import Lower

from pipeline.choices import LeadCause, LeadRejection, LeadState, lead_state_said
from pipeline.domain.assignment import assign_leads
from pipeline.domain.lead_history import keep_changed, keep_entered
from pipeline.models import Campaign, Lead
from pipeline.models.lead import UNDECIDED
from pipeline.tables import names
from pipeline.tables.adopting import adopt_own, identity_of
from salesmgmt.accounts.models import User
from salesmgmt.common.period import day_of, day_start
from salesmgmt.imports.choices import Verdict
from salesmgmt.imports.columns import Problem
from salesmgmt.imports.domain.changed_here import refuse_changed_here
from salesmgmt.imports.domain.landing import adopt, land, remember_versions, tell
from salesmgmt.imports.domain.naming import people, unknown_people
from salesmgmt.imports.domain.refusing import refuse_rows, refuse_unknown
from salesmgmt.imports.domain.verdicts import judge
from salesmgmt.imports.models import ImportBatch, ImportedRow, StagedRow
from salesmgmt.imports.queries.staged import became, rows_of, said_in
from salesmgmt.imports.registry import Chunk
from salesmgmt.people.models import Company

STATES = {
    **{state.label: (state.value, "") for state in LeadState if state != LeadState.REJECTED},
    **{lead_state_said(LeadState.REJECTED, why): (LeadState.REJECTED.value, why.value) for why in LeadRejection},
}
"""What a file says -> state and reason; a rejected lead says why."""


@dataclass(frozen=True, slots=True)
class Known:
    """What rows name, by its name."""

    sources: Mapping[str, int]
    campaigns: Mapping[str, Campaign]


def check_leads(chunk: Chunk) -> None:
    adopt_own(chunk, Lead, ("person_name", "company_name"))
    refuse_unknown(chunk, [*unknown_people(chunk), *names.unknown_lead_sources(chunk), *names.unknown_campaigns(chunk)])
    _adopt(chunk)
    refuse_rows(chunk, dict(_problems(chunk)))
    judge(chunk)
    _leave_converted(chunk)
    refuse_changed_here(chunk, Lead, "person_name")


def _adopt(chunk: Chunk) -> None:
    """A lead here that alone has the row's address is the row's."""
    rows = {row.key: row for row in rows_of(chunk, "")}
    for key in became(chunk.batch.kind, chunk.file, rows).values():
        del rows[key]
    free = Lead.objects.exclude(
        pk__in=ImportedRow.objects.filter(source=chunk.batch.kind, record=chunk.file).values("subject_id")
    )
    emails = {row.values["email"].lower(): key for key, row in rows.items() if row.values["email"]}
    here: dict[str, list[Lead]] = {}
    for lead in free.annotate(address=Lower("email")).filter(address__in=emails):
        here.setdefault(lead.address, []).append(lead)
    adopt(chunk, {emails[address]: leads[0] for address, leads in here.items() if len(leads) == 1})


def _problems(chunk: Chunk) -> Iterable[tuple[int, Problem]]:
    """Owners who work no deals, campaigns of another source, and states that a file cannot bring about."""
    persons, rows = people(), rows_of(chunk, "")
    owners = User.objects.filter(pk__in={persons[value.casefold()] for value in said_in(rows, "owner")})
    sellers = {user.pk for user in owners if user.has_perm("pipeline.work_deals")}
    states, campaigns = _states_here(chunk, [row.key for row in rows]), names.campaigns()
    sources = names.lead_sources()
    for row in rows:
        owner, said = row.values["owner"], row.values["state"]
        state = STATES[said][0] if said else None
        before = states[row.key][0] if row.key in states else None
        campaign, source = campaigns.get(row.values["campaign"]), row.values["lead_source"]
        if campaign and source and campaign.lead_source_id != sources.get(source):
            reason, way_out = f"“{campaign}” is a campaign of another lead source", "leave the source blank"
            yield row.row_no, Problem("campaign", campaign.name, reason, way_out)
        elif owner and persons[owner.casefold()] not in sellers:
            reason, way_out = f"“{owner}” does not work deals", "write a rep or a manager, or leave it blank"
            yield row.row_no, Problem("owner", owner, reason, way_out)
        elif state == LeadState.CONVERTED and before != LeadState.CONVERTED:
            reason, way_out = "a lead is converted by a person here", "write Accepted; its deal may be imported as well"
            yield row.row_no, Problem("state", said, reason, way_out)
        elif state in UNDECIDED and before is not None and before not in UNDECIDED:
            reason, way_out = "the lead is decided here already", "leave its state blank"
            yield row.row_no, Problem("state", said, reason, way_out)


def _states_here(chunk: Chunk, keys: Sequence[str]) -> dict[str, tuple[str, str]]:
    """State and reason of the leads that keys stand for."""
    known = became(chunk.batch.kind, chunk.file, keys)
    rows = Lead.objects.filter(pk__in=known).values_list("pk", "state", "rejection")
    return {known[pk]: (state, rejection) for pk, state, rejection in rows}


def _leave_converted(chunk: Chunk) -> None:
    """A lead that became a deal is what it was; its row says nothing new."""
    rows = {row.key: row.pk for row in rows_of(chunk, Verdict.CHANGED)}
    converted = [key for key, (state, _) in _states_here(chunk, list(rows)).items() if state == LeadState.CONVERTED]
    StagedRow.objects.filter(pk__in=[rows[key] for key in converted]).update(verdict=Verdict.SAME)


def merge_leads(chunk: Chunk) -> None:
    refuse_changed_here(chunk, Lead, "person_name", lock=True)
    owners, known, zone = people(), Known(names.lead_sources(), names.campaigns()), Company.objects.current().zone

    def facts(rows: Sequence[StagedRow]) -> Mapping[int, Mapping[str, Any]]:
        here = _states_here(chunk, [row.key for row in rows])
        return {
            row.row_no: _named(row.values, owners, known) | _decided(row.values["state"], here.get(row.key), chunk)
            for row in rows
        }

    def only_new(row: StagedRow) -> Mapping[str, Any]:
        day = row.values["created_date"]
        return {
            **identity_of(chunk, row.key),
            "created_at": day_start(date.fromisoformat(day), zone) if day else chunk.at,
            **({} if row.values["owner"] else {"owner_id": chunk.by.pk}),
        }

    landed = land(chunk, Lead, facts, only_new=only_new)
    new = [each.subject for each in landed if each.is_new]
    keep_entered(new, cause=LeadCause.IMPORTED, by=chunk.by, at=chunk.at)
    changed = [(each.subject, each.before["state"]) for each in landed if "state" in each.before]
    keep_changed(changed, by=chunk.by, at=chunk.at, cause=LeadCause.IMPORTED)
    unowned = [each.subject for each in landed if each.is_new and not each.row.values["owner"]]
    if assign_leads(leads=[lead for lead in unowned if lead.state == LeadState.NEW], by=None, at=chunk.at):
        remember_versions(chunk, landed)
    tell(chunk, "leads.imported", landed)


def _named(values: Mapping[str, Any], owners: Mapping[str, int], known: Known) -> dict[str, Any]:
    campaign = known.campaigns.get(values["campaign"])
    return {
        **{name: values[name] for name in ("person_name", "company_name", "email", "phone", "country", "note")},
        "employee_count": values["employees"],
        "campaign_id": campaign and campaign.pk,
        "owner_id": owners[values["owner"].casefold()] if values["owner"] else None,
        "lead_source_id": (
            known.sources[values["lead_source"]] if values["lead_source"] else campaign and campaign.lead_source_id
        ),
    }


def _decided(said: str | None, here: tuple[str, str] | None, chunk: Chunk) -> dict[str, Any]:
    """A new state is decided as of the import; when somebody answered is not in a file, so nothing is said of it."""
    if not said or STATES[said] == here:
        return dict.fromkeys(("state", "rejection", "decided_at"))
    state, rejection = STATES[said]
    return {"state": state, "rejection": rejection, "decided_at": None if state in UNDECIDED else chunk.at}


def leads_here(file: str, batch: ImportBatch, keys: Sequence[str]) -> Mapping[str, Mapping[str, object]]:
    known, zone = became(batch.kind, file, keys), Company.objects.current().zone
    return {
        known[lead.pk]: {
            "person_name": lead.person_name,
            "company_name": lead.company_name,
            "email": lead.email,
            "phone": lead.phone,
            "note": lead.note,
            "owner": lead.owner.email,
            "lead_source": lead.lead_source and lead.lead_source.name,
            "campaign": lead.campaign and lead.campaign.name,
            "country": lead.country,
            "employees": lead.employee_count,
            "state": lead_state_said(lead.state, lead.rejection),
            "created_date": day_of(lead.created_at, zone),
        }
        for lead in Lead.objects.filter(pk__in=known).select_related("owner", "lead_source", "campaign")
    }
