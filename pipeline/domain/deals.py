"""Creates and edits deals, and gives them to somebody else."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from pipeline.choices import OPEN_CATEGORIES
from pipeline.domain.campaigns import with_its_source
from pipeline.domain.fact_undo import facts_of, offer_facts_back
from pipeline.domain.history import lock_deal, save_act
from pipeline.models import Deal, Stage
from salesmgmt.accounts.models import User
from salesmgmt.common.constraints import refusing
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.log import append
from salesmgmt.people.models import Company
from salesmgmt.people.rules import require
from salesmgmt.people.standing import company_known_to
from salesmgmt.web.domain.undoing import offer_undo

SENTENCES = {
    "a_deal_has_a_name": "A deal needs a name; write one.",
    "a_deal_amount_is_not_negative": "An amount is 0 or more; a discount belongs on a line, a refund on the order.",
    "a_closed_deal_has_its_day": "A closed deal keeps the day it closed; write a close date.",
    "a_won_deal_has_an_amount": "A won deal keeps the amount it was won for; write an amount.",
}
EDITABLE = ("name", "account", "amount", "close_date", "forecast_category", "lead_source", "campaign")


@refusing(SENTENCES)
def create_deal(
    *,
    name: str,
    stage: Stage,
    next_step: str,
    next_step_date: date | None,
    by: User,
    at: datetime,
    owner: User | None = None,
    facts: Mapping[str, Any] | None = None,
) -> Deal:
    """Opens a deal in an open stage; `facts` may give account, amount, close_date, lead_source, campaign."""
    require(by, "pipeline.work_deals", "create deals")
    return begin_deal(
        name=name,
        stage=stage,
        next_step=next_step,
        next_step_date=next_step_date,
        owner=owner or by,
        facts=_known(facts or {}),
        by=by,
        at=at,
    )


def begin_deal(
    *,
    name: str,
    stage: Stage,
    next_step: str,
    next_step_date: date | None,
    owner: User,
    facts: Mapping[str, Any],
    by: User | None,
    at: datetime,
) -> Deal:
    """A deal of `owner`'s, within the verb that asked whether `by` (nobody: it opens itself) may open it, and that
    refuses what the database does; `facts` are columns of it."""
    if not stage.is_open:
        raise Refused(f"A deal begins in an open stage, and {stage} is not one; choose another.", field="stage")
    if stage.process_version.published_at is None:
        raise Refused(f"{stage.process_version} is a draft; publish it, or choose a stage of another.", field="stage")
    require_next_step(next_step, next_step_date)
    company = company_known_to(by)
    require_seller(owner)
    deal = Deal(
        name=name.strip(),
        owner=owner,
        stage=stage,
        currency=company.currency,
        forecast_category=stage.forecast_category,
        started_date=company.day_of(at),
        stage_entered_at=at,
        next_step=next_step.strip(),
        next_step_date=next_step_date,
        created_at=at,
        version=0,
    )
    for field, value in with_its_source(facts).items():
        setattr(deal, field, value)
    save_act(deal, by=by, at=at)
    append(
        kind="deal.created",
        subject=deal,
        by=by,
        at=at,
        payload={"stage_id": stage.pk, "owner_id": deal.owner_id, "amount": deal.amount},
    )
    return deal


@transaction.atomic
def edit_deal(
    *, deal: Deal, facts: Mapping[str, Any], by: User, at: datetime, expected_version: int | None = None
) -> Deal:
    """Changes name, account, amount, close date, category, lead source or campaign; what is not given stays."""
    deal = lock_deal(deal=deal, by=by, expected_version=expected_version)
    facts = with_its_source(_known(facts), now=deal.campaign)
    changed = [field for field, value in facts.items() if getattr(deal, field) != value]
    if not changed:
        return deal
    require_step_of(deal)
    if not deal.is_open:
        _require_closed_facts(deal, facts, changed, Company.objects.current().day_of(at))
    before = facts_of(deal, changed)
    for field in changed:
        setattr(deal, field, facts[field])
    with refusing(SENTENCES, field=changed[0] if len(changed) == 1 else None):
        save_act(deal, by=by, at=at)
    offer_facts_back(deal, before, by=by, at=at)
    payload = {"fields": changed, "state": deal.state, "close_date": deal.close_date}
    if "amount" in changed:
        payload["amount"] = deal.amount
    append(kind="deal.edited", subject=deal, by=by, at=at, payload=payload)
    return deal


@transaction.atomic
def give_deal(*, deal: Deal, to: User, by: User, at: datetime, expected_version: int | None = None) -> Deal:
    """Makes somebody else the owner."""
    deal = lock_deal(deal=deal, by=by, expected_version=expected_version)
    if deal.owner_id == to.pk:
        return deal
    require_step_of(deal)
    require_seller(to)
    before, deal.owner = deal.owner_id, to
    save_act(deal, by=by, at=at)
    payload = {"from_id": before, "to_id": to.pk, "state": deal.state, "close_date": deal.close_date}
    append(kind="deal.given", subject=deal, by=by, at=at, payload=payload)
    params = {"deal_id": deal.pk, "version": deal.version, "from_id": before}
    offer_undo(verb="pipeline.give_deal", subject=deal, params=params, by=by, at=at)
    return deal


def require_next_step(next_step: str, next_step_date: date | None) -> None:
    """Every open deal says what comes next, and by when."""
    if not next_step.strip():
        raise Refused("An open deal needs a next step; say what comes next.", code="next_step", field="next_step")
    if next_step_date is None:
        raise Refused("A next step needs its day; say by when.", code="next_step_date", field="next_step_date")


def require_step_of(deal: Deal) -> None:
    """No act leaves an open deal without a next step: those of an import get theirs with the first act."""
    if deal.is_open and not deal.next_step:
        raise Refused(
            f"{deal.name} has no next step; say what comes next and by when, then repeat.",
            code="next_step_missing",
            field="next_step",
        )
    if deal.is_open:
        require_next_step(deal.next_step, deal.next_step_date)


def _known(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    unknown = set(facts) - set(EDITABLE)
    if unknown:
        raise Refused(f"{', '.join(sorted(unknown))} cannot be edited here; edit {', '.join(EDITABLE)}.")
    categories = dict(OPEN_CATEGORIES)
    if "forecast_category" in facts and facts["forecast_category"] not in categories:
        names = ", ".join(label.lower() for label in categories.values())
        raise Refused(f"A forecast category is one of {names}; choose one.", field="forecast_category")
    return {**facts, "name": facts["name"].strip()} if "name" in facts else facts


def require_seller(owner: User) -> None:
    """Deals and orders belong to people who work deals."""
    if not owner.has_perm("pipeline.work_deals"):
        raise Refused(f"{owner} does not work deals; give it to a rep or a manager.", code="owner", field="owner")


def _require_closed_facts(deal: Deal, facts: Mapping[str, Any], changed: Sequence[str], today: date) -> None:
    """What was closed stays closed: its day has come, and its category follows from its state."""
    if "forecast_category" in changed:
        raise Refused(
            f"{deal.name} is {deal.get_state_display().lower()}, which is its category; reopen it to forecast it.",
            field="forecast_category",
        )
    if "close_date" in changed and facts["close_date"] is not None and facts["close_date"] > today:
        raise Refused(
            f"{deal.name} is {deal.get_state_display().lower()}, so it closed today or before; correct the day.",
            code="close_date",
            field="close_date",
        )
