"""A table of campaigns: known by their code, which one campaign has."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from pipeline.models import Campaign
from pipeline.tables import layouts, names
from pipeline.tables.amounts import plain
from salesmgmt.imports.choices import Verdict
from salesmgmt.imports.columns import Column, ColumnKind, FileSpec, Problem, Values
from salesmgmt.imports.domain.changed_here import refuse_changed_here
from salesmgmt.imports.domain.landing import adopt, land, tell
from salesmgmt.imports.domain.refusing import refuse_rows, refuse_unknown
from salesmgmt.imports.domain.verdicts import judge
from salesmgmt.imports.models import ImportBatch, StagedRow
from salesmgmt.imports.queries.staged import became, rows_of, subjects_of
from salesmgmt.imports.registry import Chunk
from salesmgmt.people.models import Company

_CODE = re.compile(r"[-a-zA-Z0-9_]{1,40}")


def check_campaign(values: Values) -> Iterator[Problem]:
    starts, ends, cost = values["starts"], values["ends"], values["cost"]
    if not _CODE.fullmatch(str(values["code"])):
        reason = "a code has up to 40 letters, digits, hyphens and underscores"
        yield Problem("code", str(values["code"]), reason, "write one such as fair-2026")
    if starts and ends and str(ends) <= str(starts):
        yield Problem("ends", str(ends), "the campaign is over before it starts", "correct one of the two days")
    if cost and str(cost).startswith("-"):
        yield Problem("cost", str(cost), "a campaign costs 0 or more", "correct it, or leave it blank")


CAMPAIGNS = FileSpec(
    "campaigns",
    "Campaigns",
    "code",
    (
        Column("code", required=True, longest=40, known_as=("campaign id", "id")),
        Column("name", required=True, longest=100, title="Campaign", known_as=("campaign name", "name")),
        Column("lead_source", title="Lead source (name or code)", known_as=("lead source", "source", "type")),
        Column("starts", ColumnKind.DAY, known_as=("start date", "from")),
        Column("ends", ColumnKind.DAY, title="Over on", known_as=("end date", "over")),
        Column("cost", ColumnKind.AMOUNT, known_as=("actual cost", "spend", "budget")),
        Column("currency", longest=3),
    ),
    check_campaign,
    layouts=(layouts.OUR_CAMPAIGNS,),
    whole=False,
)


def check_campaigns(chunk: Chunk) -> None:
    refuse_unknown(chunk, names.unknown_lead_sources(chunk))
    _adopt(chunk)
    judge(chunk)
    refuse_changed_here(chunk, Campaign, "name")
    refuse_rows(chunk, dict(_problems(chunk)))


def _adopt(chunk: Chunk) -> None:
    """A campaign of the row's code is the row's."""
    keys = {row.key for row in rows_of(chunk, "")}
    known = set(became(chunk.batch.kind, chunk.file, keys).values())
    adopt(chunk, {each.code: each for each in Campaign.objects.filter(code__in=keys - known)})


def _problems(chunk: Chunk) -> Iterator[tuple[int, Problem]]:
    rows = rows_of(chunk, Verdict.NEW, Verdict.CHANGED)
    own = subjects_of(chunk.batch.kind, chunk.file, [row.key for row in rows])
    said = Counter(row.values["name"] for row in rows)
    here = dict(Campaign.objects.filter(name__in=said).values_list("name", "pk"))
    campaigns, currency = Campaign.objects.in_bulk(own.values()), Company.objects.current().currency
    sources = names.lead_sources()
    for row in rows:
        values, campaign = row.values, campaigns.get(own.get(row.key, 0))
        name, source = values["name"], values["lead_source"]
        if values["currency"] not in (None, currency):
            reason = f"a cost in “{values['currency']}”; campaigns cost {currency}"
            yield row.row_no, Problem("currency", values["currency"], reason, f"write the cost in {currency}")
        elif here.get(name, own.get(row.key)) != own.get(row.key) or said[name] > 1:
            reason = f"another campaign is called “{name}”"
            yield row.row_no, Problem("name", name, reason, "give one of the two another name")
        elif campaign is None and (source is None or values["starts"] is None):
            field = "starts" if source else "lead_source"
            yield row.row_no, Problem(field, "", "a new campaign has a lead source and a first day", "write both")
        elif campaign is not None and source and sources[source] != campaign.lead_source_id:
            reason = f"“{name}” is a campaign of another lead source, and leads are counted by it"
            yield row.row_no, Problem("lead_source", source, reason, "leave it blank")
        elif campaign is not None and not _lasts(values, campaign):
            yield row.row_no, Problem("ends", str(values["ends"]), "it would be over before it starts", "correct it")


def _lasts(values: Mapping[str, Any], campaign: Campaign) -> bool:
    """With what the row leaves blank as it is here."""
    starts = values["starts"] or campaign.start_date.isoformat()
    ends = values["ends"] or (campaign.end_date and campaign.end_date.isoformat())
    return ends is None or ends > starts


def merge_campaigns(chunk: Chunk) -> None:
    """Leads and deals keep the campaign that they came by."""
    refuse_changed_here(chunk, Campaign, "name", lock=True)
    sources, currency = names.lead_sources(), Company.objects.current().currency

    def facts(rows: Sequence[StagedRow]) -> Mapping[int, Mapping[str, Any]]:
        return {row.row_no: _facts(row.values, sources) for row in rows}

    def identity(row: StagedRow) -> dict[str, Any]:
        return {"code": row.key, "currency": currency}

    tell(chunk, "campaigns.imported", land(chunk, Campaign, facts, only_new=identity))


def _facts(said: Mapping[str, Any], sources: Mapping[str, int]) -> dict[str, Any]:
    return {
        "name": said["name"],
        "lead_source_id": said["lead_source"] and sources[said["lead_source"]],
        "start_date": said["starts"] and date.fromisoformat(said["starts"]),
        "end_date": said["ends"] and date.fromisoformat(said["ends"]),
        "cost_amount": None if said["cost"] is None else Decimal(said["cost"]),
    }


def campaigns_here(file: str, batch: ImportBatch, keys: Sequence[str]) -> Mapping[str, Mapping[str, object]]:
    known = became(batch.kind, file, keys)
    return {
        known[each.pk]: {
            "code": each.code,
            "name": each.name,
            "lead_source": each.lead_source.name,
            "starts": each.start_date,
            "ends": each.end_date,
            "cost": plain(each.cost_amount),
            "currency": each.currency,
        }
        for each in Campaign.objects.filter(pk__in=known).select_related("lead_source")
    }
