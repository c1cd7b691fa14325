"""Gives leads to people as the rules say, and writes down why."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Q

from pipeline.choices import LeadState
from pipeline.domain.leads import lock_lead
from pipeline.domain.promises import COLUMNS, promise
from pipeline.engine.assignment import Candidate, Choice, choose
from pipeline.models import AssignmentLog, AssignmentRule, Lead, SellerCapacity
from pipeline.queries.people import people_of, sellers
from pipeline.queries.ramp_shares import ramp_shares, share_of
from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.log import append_each
from salesmgmt.people.models import Absence, Company

DAY, MONTH = timedelta(days=1), timedelta(days=30)
SEGMENTS = ((1_000, "enterprise"), (100, "mid-market"), (0, "small"))
"""What a company of at least so many people is called; `segment:enterprise` is a skill."""


@transaction.atomic
def assign_lead(*, lead: Lead, by: User, at: datetime, expected_version: int | None = None) -> Lead:
    """Gives a new lead to whom the rules say, on demand. Raises Refused where none finds anybody."""
    lead = lock_lead(lead=lead, by=by, expected_version=expected_version)
    if lead.state != LeadState.NEW:
        said = lead.get_state_display().lower()
        raise Refused(f"{lead} is {said}, and rules give new leads only; give it to somebody.", code="lead_state")
    logs = assign_leads(leads=[lead], by=by, at=at)
    if not logs or logs[0].chosen_id is None:
        raise Refused(
            f"No rule finds anybody for {lead}; add one under Set-up, or give it to somebody.", code="no_rule"
        )
    return lead


@transaction.atomic
def assign_leads(*, leads: Sequence[Lead], by: User | None, at: datetime) -> list[AssignmentLog]:
    """Gives leads, locked or just made, to whom the rules say, one after the other as they stand.

    Time to answer begins with it, except for what a file brought in: nobody knows how long that has waited.
    All rules that are active stay locked until the end, so that two who assign at once follow each other. Nothing is
    logged where there is no rule.
    """
    rules = list(AssignmentRule.objects.filter(is_active=True).order_by("pk").select_for_update())
    if not rules or not leads:
        return []
    rules.sort(key=lambda rule: (rule.position, rule.pk))
    rows = _rows_of(rules, at)
    logs = [_assigned(lead, rules, rows, at) for lead in leads]
    AssignmentRule.objects.bulk_update(rules, ["cursor"])
    moved = [(lead, log) for lead, log in zip(leads, logs, strict=True) if log.chosen_id not in (None, lead.owner_id)]
    told = []
    for lead, log in moved:
        told.append((lead, {"from_id": lead.owner_id, "to_id": log.chosen_id, "rule_id": log.rule_id}))
        lead.owner_id, lead.version = log.chosen_id, lead.version + 1
    given = [lead for lead, _ in moved]
    promise([lead for lead in given if by or not lead.external_source], at=at)
    Lead.objects.bulk_update(given, ["owner", "version", *COLUMNS])
    append_each(kind="lead.assigned", facts=told, by=by, at=at)
    return AssignmentLog.objects.bulk_create(logs)


def replayed(log: AssignmentLog) -> int | None:
    """Whom the rules choose from what the log says that they knew."""
    for step in log.tried:
        choice = _again(step)
        if choice.person is not None:
            return choice.person
    return None


def _again(step: Mapping[str, Any]) -> Choice:
    people = [Candidate(**{**each, "skills": tuple(each["skills"])}) for each in step["candidates"]]
    return choose(step["method"], people, cursor=step["cursor"], wanted=step["wanted"])


def _assigned(
    lead: Lead, rules: Sequence[AssignmentRule], rows: dict[int, dict[int, Candidate]], at: datetime
) -> AssignmentLog:
    """What the rules make of one lead; moves the rule's cursor and the load of whom it chose in all rows."""
    tried: list[dict[str, Any]] = []
    wanted = wanted_by(lead)
    for rule in rules:
        if not _fits(rule, lead):
            continue
        people = list(rows[rule.pk].values())
        step = {"rule": rule.name, "method": rule.method, "cursor": rule.cursor, "wanted": wanted, "team": rule.team_id}
        tried.append({**step, "candidates": [asdict(each) for each in people]})
        choice = choose(rule.method, people, cursor=rule.cursor, wanted=wanted)
        if choice.person is None:
            continue
        rule.cursor = choice.cursor
        for row in rows.values():
            if choice.person in row:
                was = row[choice.person]
                row[choice.person] = replace(was, last_day=was.last_day + 1, last_month=was.last_month + 1)
        return AssignmentLog(lead=lead, rule=rule, chosen_id=choice.person, why=choice.why, tried=tried, at=at)
    why = "no rule found anybody" if tried else "no rule fits"
    return AssignmentLog(lead=lead, why=why, tried=tried, at=at)


def _fits(rule: AssignmentRule, lead: Lead) -> bool:
    return (
        rule.lead_source_id in (None, lead.lead_source_id)
        and rule.campaign_id in (None, lead.campaign_id)
        and (not rule.countries or lead.country.casefold() in {each.casefold() for each in rule.countries})
        and (lead.employee_count or 0) >= rule.least_people
    )


def wanted_by(lead: Lead) -> list[str]:
    """The skills that a lead asks for, as they are written."""
    wanted = []
    if lead.product is not None:
        wanted.append(f"product:{lead.product.name.lower()}")
    if lead.language:
        wanted.append(f"language:{lead.language.lower()}")
    if lead.employee_count is not None:
        wanted.append(f"segment:{next(name for least, name in SEGMENTS if lead.employee_count >= least)}")
    return wanted


def _rows_of(rules: Sequence[AssignmentRule], at: datetime) -> dict[int, dict[int, Candidate]]:
    """By rule and person: who is in its row and works deals, with what they were given up to now. Those of a team stand
    by their numbers, so that who comes or goes moves nobody else's turn."""
    seats = [
        (rule.pk, seat.user_id, seat.place)
        for rule in AssignmentRule.objects.filter(pk__in=[rule.pk for rule in rules]).prefetch_related("seats")
        for seat in rule.seats.all()
    ]
    today = Company.objects.current().day_of(at)
    seats += [(rule.pk, person, person) for rule in rules if rule.team_id for person in people_of(rule.team_id, today)]
    people = {person for _, person, _ in seats}
    selling = set(sellers().filter(pk__in=people).values_list("pk", flat=True))
    given = {
        person: (day, month)
        for person, day, month in AssignmentLog.objects.filter(chosen__in=people, at__gt=at - MONTH)
        .order_by()
        .values("chosen")
        .annotate(day=Count("pk", filter=Q(at__gt=at - DAY)), month=Count("pk"))
        .values_list("chosen", "day", "month")
    }
    away = set(Absence.objects.filter(user__in=people, valid__contains=today).values_list("user_id", flat=True))
    known = {row.user_id: row for row in SellerCapacity.objects.filter(user__in=people)}
    ramps = ramp_shares(people, day=today)
    rows: dict[int, dict[int, Candidate]] = {rule.pk: {} for rule in rules}
    for rule, person, place in seats:
        if person not in selling:
            continue
        row, (day, month) = known.get(person, SellerCapacity()), given.get(person, (0, 0))
        share_bp = share_of(row, ramps.get(person)).share_bp
        rows[rule][person] = Candidate(
            person, place, row.capacity, share_bp, day, month, person in away, tuple(row.skills)
        )
    return rows
