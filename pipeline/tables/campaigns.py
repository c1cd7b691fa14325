"""Tables of campaigns, of lead sources and of whatever else has campaigns: known by their code, which one has."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from pipeline.domain.campaigns import keep_costs
from pipeline.models import Campaign
from pipeline.tables import layouts, names
from pipeline.tables.amounts import plain
from salesmgmt.imports.choices import Verdict
from salesmgmt.imports.columns import Column, ColumnKind, FileSpec, Problem, Values
from salesmgmt.imports.domain.changed_here import refuse_changed_here
from salesmgmt.imports.domain.landing import Landed, adopt, land, tell
from salesmgmt.imports.domain.naming import unknown_among
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


@dataclass(frozen=True, kw_only=True)
class CampaignTable:
    """How rows become campaigns of a `model`: `source` is the column that says whose campaign it is and its field,
    `noun` what that is called, `counted` who are counted by it, and `sources` are those there are, by name. `landed` is
    told what came."""

    model: Any
    source: str
    noun: str
    counted: str
    told: str
    sources: Callable[[], Mapping[str, int]]
    landed: Callable[[Chunk, Sequence[Landed]], None] = lambda chunk, landed: None

    def check(self, chunk: Chunk) -> None:
        refuse_unknown(chunk, unknown_among(chunk, self.source, f"a {self.noun}", "the settings", self.sources()))
        self._adopt(chunk)
        judge(chunk)
        refuse_changed_here(chunk, self.model, "name")
        refuse_rows(chunk, dict(self._problems(chunk)))

    def merge(self, chunk: Chunk) -> None:
        """Whoever came by a campaign keeps it."""
        refuse_changed_here(chunk, self.model, "name", lock=True)
        sources, currency = self.sources(), Company.objects.current().currency

        def facts(rows: Sequence[StagedRow]) -> Mapping[int, Mapping[str, Any]]:
            return {row.row_no: self._facts(row.values, sources) for row in rows}

        def identity(row: StagedRow) -> dict[str, Any]:
            return {"code": row.key, "currency": currency}

        landed = land(chunk, self.model, facts, only_new=identity)
        self.landed(chunk, landed)
        tell(chunk, self.told, landed)

    def here(self, file: str, batch: ImportBatch, keys: Sequence[str]) -> Mapping[str, Mapping[str, object]]:
        known = became(batch.kind, file, keys)
        return {
            known[each.pk]: {
                "code": each.code,
                "name": each.name,
                self.source: getattr(each, self.source).name,
                "starts": each.start_date,
                "ends": each.end_date,
                "cost": plain(each.cost_amount),
                "currency": each.currency,
            }
            for each in self.model.objects.filter(pk__in=known).select_related(self.source)
        }

    def _adopt(self, chunk: Chunk) -> None:
        """A campaign of the row's code is the row's."""
        keys = {row.key for row in rows_of(chunk, "")}
        known = set(became(chunk.batch.kind, chunk.file, keys).values())
        adopt(chunk, {each.code: each for each in self.model.objects.filter(code__in=keys - known)})

    def _problems(self, chunk: Chunk) -> Iterator[tuple[int, Problem]]:
        rows = rows_of(chunk, Verdict.NEW, Verdict.CHANGED)
        own = subjects_of(chunk.batch.kind, chunk.file, [row.key for row in rows])
        said = Counter(row.values["name"] for row in rows)
        here = dict(self.model.objects.filter(name__in=said).values_list("name", "pk"))
        campaigns, currency = self.model.objects.in_bulk(own.values()), Company.objects.current().currency
        sources = self.sources()
        for row in rows:
            values, campaign = row.values, campaigns.get(own.get(row.key, 0))
            name, source = values["name"], values[self.source]
            if values["currency"] not in (None, currency):
                reason = f"a cost in “{values['currency']}”; campaigns cost {currency}"
                yield row.row_no, Problem("currency", values["currency"], reason, f"write the cost in {currency}")
            elif here.get(name, own.get(row.key)) != own.get(row.key) or said[name] > 1:
                reason = f"another campaign is called “{name}”"
                yield row.row_no, Problem("name", name, reason, "give one of the two another name")
            elif campaign is None and (source is None or values["starts"] is None):
                field, reason = "starts" if source else self.source, f"a new campaign has a {self.noun} and a first day"
                yield row.row_no, Problem(field, "", reason, "write both")
            elif campaign is not None and source and sources[source] != getattr(campaign, f"{self.source}_id"):
                reason = f"“{name}” is a campaign of another {self.noun}, and {self.counted} are counted by it"
                yield row.row_no, Problem(self.source, source, reason, "leave it blank")
            elif campaign is not None and not _lasts(values, campaign):
                reason = "it would be over before it starts"
                yield row.row_no, Problem("ends", str(values["ends"]), reason, "correct it")

    def _facts(self, said: Mapping[str, Any], sources: Mapping[str, int]) -> dict[str, Any]:
        return {
            "name": said["name"],
            f"{self.source}_id": said[self.source] and sources[said[self.source]],
            "start_date": said["starts"] and date.fromisoformat(said["starts"]),
            "end_date": said["ends"] and date.fromisoformat(said["ends"]),
            "cost_amount": None if said["cost"] is None else Decimal(said["cost"]),
        }


def _lasts(values: Mapping[str, Any], campaign: Any) -> bool:
    """With what the row leaves blank as it is here."""
    starts = values["starts"] or campaign.start_date.isoformat()
    ends = values["ends"] or (campaign.end_date and campaign.end_date.isoformat())
    return ends is None or ends > starts


def _keep_costs(chunk: Chunk, landed: Sequence[Landed]) -> None:
    costs = [each.subject for each in landed if each.is_new or "cost_amount" in each.before]
    keep_costs(costs, at=chunk.at)


OF_LEADS = CampaignTable(
    model=Campaign,
    source="lead_source",
    noun="lead source",
    counted="leads",
    told="campaigns.imported",
    sources=names.lead_sources,
    landed=_keep_costs,
)
