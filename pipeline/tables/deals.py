"""A table of deals: where each stands now, and for closed ones the day they closed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from pipeline.choices import ForecastCategory, StageKind
from pipeline.domain.history import DATED
from pipeline.models import CloseReason, Deal, DealVersion, Stage
from pipeline.tables import names
from pipeline.tables.adopting import adopt_own, identity_of
from pipeline.tables.amounts import plain, refuse_unknown_currencies
from salesmgmt.accounts.models import User
from salesmgmt.common.period import day_of, day_start
from salesmgmt.imports.choices import Verdict
from salesmgmt.imports.columns import Problem
from salesmgmt.imports.domain.changed_here import refuse_changed_here
from salesmgmt.imports.domain.landing import BLANK, Landed, land, tell
from salesmgmt.imports.domain.naming import people, unknown_among, unknown_people
from salesmgmt.imports.domain.refusing import refuse_rows, refuse_unknown
from salesmgmt.imports.domain.verdicts import judge
from salesmgmt.imports.models import ImportBatch, StagedRow
from salesmgmt.imports.queries.staged import became, rows_of, said_in
from salesmgmt.imports.registry import Chunk
from salesmgmt.people.models import Company


def check_deals(chunk: Chunk) -> None:
    adopt_own(chunk, Deal)
    unknown = [*unknown_people(chunk), *names.unknown_accounts(chunk, "account"), *names.unknown_stages(chunk)]
    unknown += names.unknown_lead_sources(chunk)
    unknown += unknown_among(chunk, "close_reason", "a reason", "the settings", names.close_reasons())
    refuse_unknown(chunk, unknown)
    refuse_unknown_currencies(chunk)
    judge(chunk)
    refuse_rows(chunk, dict(_problems(chunk)))
    refuse_changed_here(chunk, Deal, "name")


def _problems(chunk: Chunk) -> Iterable[tuple[int, Problem]]:
    """Of rows whose names are known: owners who sell nothing, closed deals without what closed deals have."""
    stages, persons, today = names.stages(), people(), Company.objects.current().day_of(chunk.at)
    rows, reasons = rows_of(chunk, Verdict.NEW, Verdict.CHANGED), names.close_reasons()
    owners = {persons[value.casefold()] for value in said_in(rows, "owner")}
    sellers = {user.pk for user in User.objects.filter(pk__in=owners) if user.has_perm("pipeline.work_deals")}
    for row in rows:
        values, stage = row.values, stages[row.values["stage"].casefold()]
        if persons[values["owner"].casefold()] not in sellers:
            yield (
                row.row_no,
                Problem(
                    "owner", values["owner"], f"“{values['owner']}” does not work deals", "write a rep or a manager"
                ),
            )
        elif stage.is_open and values["forecast"] == ForecastCategory.CLOSED:
            reason = f"a deal in {stage} is not closed yet"
            yield row.row_no, Problem("forecast", values["forecast"], reason, "write another forecast")
        elif not stage.is_open:
            problem = _problem_of_closed(values, stage, today, reasons)
            if problem is not None:
                yield row.row_no, problem


def _problem_of_closed(
    values: Mapping[str, Any], stage: Stage, today: date, reasons: Mapping[str, CloseReason]
) -> Problem | None:
    closed = values["close_date"]
    if closed is None:
        return Problem("close_date", "", f"a deal in {stage} has no close date", "write the day it closed")
    if date.fromisoformat(closed) > today:
        return Problem("close_date", closed, f"{closed} has not come yet", "correct the day, or leave the deal open")
    reason = reasons.get(values["close_reason"])
    if reason is not None and reason.kind != stage.kind:
        return Problem("close_reason", reason.name, f"“{reason.name}” is no reason for {stage}", "write one that is")
    if stage.kind == StageKind.WON and values["amount"] is None:
        return Problem("amount", "", "a won deal has no amount", "write what it was won for; 0 if for nothing")
    return None


def merge_deals(chunk: Chunk) -> None:
    """Writes the chunk's deals and their dated facts, and tells of their close dates."""
    refuse_changed_here(chunk, Deal, "name", lock=True)
    company = Company.objects.current()

    def facts(rows: Sequence[StagedRow]) -> Mapping[int, Mapping[str, Any]]:
        named = _Named(
            names.accounts(said_in(list(rows), "account")),
            people(),
            names.stages(),
            names.lead_sources(),
            names.close_reasons(),
        )
        today = company.day_of(chunk.at)
        return {row.row_no: _facts(row.values, named, today) for row in rows}

    landed = land(
        chunk,
        Deal,
        facts,
        only_new=lambda row: {
            "currency": row.values["currency"] or company.currency,
            **identity_of(chunk, row.key),
            "created_at": chunk.at,
            "stage_entered_at": chunk.at,
        },
    )
    if landed:
        dated = _date(chunk, landed, company.zone)
        tell(chunk, "deals.imported", landed, **_closing(landed), **dated)


@dataclass(frozen=True, slots=True)
class _Named:
    """What the rows of a chunk name."""

    accounts: Mapping[str, int]
    people: Mapping[str, int]
    stages: Mapping[str, Stage]
    sources: Mapping[str, int]
    reasons: Mapping[str, CloseReason]

    def reason_of(self, values: Mapping[str, Any], stage: Stage) -> object:
        """Open deals have none."""
        if stage.is_open:
            return BLANK
        return self.reasons[values["close_reason"]].pk if values["close_reason"] else None


def _facts(values: Mapping[str, Any], named: _Named, today: date) -> dict[str, Any]:
    """A next step of an open deal without a day is due on the day of the import, so that somebody dates it."""
    stage = named.stages[values["stage"].casefold()]
    step = values["next_step"] if stage.is_open else None
    return {
        "name": values["name"],
        "account_id": names.by_value(named.accounts, values["account"]),
        "owner_id": named.people[values["owner"].casefold()],
        "stage_id": stage.pk,
        "state": stage.kind,
        "forecast_category": (values["forecast"] if stage.is_open else None) or stage.forecast_category,
        "lead_source_id": names.by_value(named.sources, values["lead_source"]),
        "close_reason_id": named.reason_of(values, stage),
        "paused_until": _day(values["paused_until"]) if stage.is_open else BLANK,
        "amount": None if values["amount"] is None else Decimal(values["amount"]),
        "close_date": _day(values["close_date"]),
        "started_date": _day(values["started_date"]),
        "next_step": step,
        "next_step_date": (_day(values["next_step_date"]) or today) if step else None,
    }


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _date(chunk: Chunk, landed: Sequence[Landed], zone: str) -> dict[str, date]:
    """A version for each deal whose dated facts are new: from its close day where it closed, else from the import.
    The half-open days over which histories are others now; of a deal that is given away its whole history is."""
    current = {
        version.deal_id: version
        for version in DealVersion.objects.current().filter(deal__in=[each.subject.pk for each in landed])
    }
    ended, begun, moved = [], [], []
    for each in landed:
        deal, before = each.subject, current.get(each.subject.pk)
        if before is not None and all(getattr(before, name) == getattr(deal, name) for name in DATED):
            continue
        start, from_day = _start(deal, before, chunk.at, zone)
        if before is None or before.stage_id != deal.stage_id:
            deal.stage_entered_at = start
            moved.append(deal)
        if before is not None:
            before.valid_to = start
            ended.append(before)
        dated = {name: getattr(deal, name) for name in DATED}
        begun.append(DealVersion(deal=deal, valid_from=start, from_day=from_day, recorded_at=chunk.at, **dated))
    Deal.objects.bulk_update(moved, ["stage_entered_at"])
    DealVersion.objects.bulk_update(ended, ["valid_to"])
    DealVersion.objects.bulk_create(begun)
    given = [each.deal_id for each in begun if (old := current.get(each.deal_id)) and old.owner_id != each.owner_id]
    starts = [each.valid_from for each in begun]
    if given:
        starts += DealVersion.objects.filter(deal__in=given).values_list("valid_from", flat=True)
    days = [day_of(start, zone) for start in starts] or [day_of(chunk.at, zone)]
    return {"history_from": min(days), "history_to": max(days) + timedelta(days=bool(starts))}


def _start(deal: Deal, before: DealVersion | None, at: datetime, zone: str) -> tuple[datetime, bool]:
    earliest = before.valid_from + timedelta(microseconds=1) if before else None
    if deal.state != StageKind.OPEN and deal.close_date is not None:
        closed = day_start(deal.close_date, zone)
        if closed <= at and (earliest is None or closed >= earliest):
            return closed, True
    return (at if earliest is None else max(at, earliest)), False


def _closing(landed: Sequence[Landed]) -> dict[str, date | None]:
    """The half-open days over which the deals close now and closed before."""
    days = [day for each in landed for day in (each.subject.close_date, each.before.get("close_date")) if day]
    return {"close_from": min(days, default=None), "close_to": max(days) + timedelta(days=1) if days else None}


def deals_here(file: str, batch: ImportBatch, keys: Sequence[str]) -> Mapping[str, Mapping[str, object]]:
    known = became(batch.kind, file, keys)
    return {
        known[deal.pk]: {
            "name": deal.name,
            "account": deal.account and deal.account.name,
            "owner": deal.owner.email,
            "stage": deal.stage.name,
            "amount": plain(deal.amount),
            "currency": deal.currency,
            "close_date": deal.close_date,
            "started_date": deal.started_date,
            "next_step": deal.next_step,
            "next_step_date": deal.next_step_date,
            "forecast": deal.forecast_category,
            "lead_source": deal.lead_source and deal.lead_source.name,
            "close_reason": deal.close_reason and deal.close_reason.name,
            "paused_until": deal.paused_until,
        }
        for deal in Deal.objects.filter(pk__in=known).select_related(
            "account", "owner", "stage", "lead_source", "close_reason"
        )
    }
