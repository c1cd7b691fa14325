"""Says what comes next on a deal, or that it rests for a while."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from pipeline.domain.deals import require_next_step, require_step_of
from pipeline.domain.fact_undo import facts_of
from pipeline.domain.history import lock_deal, save_act
from pipeline.domain.moves import require_open
from pipeline.models import Deal
from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.log import append
from salesmgmt.people.models import Company
from salesmgmt.web.domain.undoing import offer_undo

STEP = ("next_step", "next_step_date", "paused_until")
"""What a deal says of what comes next."""


@transaction.atomic
def set_next_step(
    *,
    deal: Deal,
    next_step: str,
    next_step_date: date | None,
    by: User,
    at: datetime,
    expected_version: int | None = None,
) -> Deal:
    """Replaces the next step of an open deal; a paused deal goes on."""
    before = facts_of(lock_deal(deal=deal, by=by, expected_version=expected_version), STEP)
    deal = put_next_step(deal=deal, next_step=next_step, next_step_date=next_step_date, by=by, at=at)
    _offer(deal, before, by=by, at=at)
    return deal


def put_next_step(*, deal: Deal, next_step: str, next_step_date: date | None, by: User, at: datetime) -> Deal:
    """The same within another act, which says how it is taken back."""
    deal = lock_deal(deal=deal, by=by)
    require_open(deal)
    require_next_step(next_step, next_step_date)
    deal.next_step, deal.next_step_date, deal.paused_until = next_step.strip(), next_step_date, None
    save_act(deal, by=by, at=at)
    append(kind="deal.next_step_set", subject=deal, by=by, at=at, payload={"due_date": next_step_date})
    return deal


@transaction.atomic
def pause_deal(*, deal: Deal, until: date, by: User, at: datetime, expected_version: int | None = None) -> Deal:
    """Lets an open deal rest until a later day: it does not count as stalled and is not lost."""
    deal = lock_deal(deal=deal, by=by, expected_version=expected_version)
    require_open(deal)
    require_step_of(deal)
    if until <= Company.objects.current().day_of(at):
        raise Refused("A deal rests until a later day; choose one after today.", code="paused_until", field="until")
    before = facts_of(deal, STEP)
    deal.paused_until = until
    save_act(deal, by=by, at=at)
    append(kind="deal.paused", subject=deal, by=by, at=at, payload={"until": until})
    _offer(deal, before, by=by, at=at)
    return deal


@transaction.atomic
def put_step_back(
    *,
    deal: Deal,
    next_step: str,
    next_step_date: date | None,
    paused_until: date | None,
    by: User,
    at: datetime,
    expected_version: int,
) -> Deal:
    """Gives an open deal the next step and the rest that it had before, also where that was none."""
    deal = lock_deal(deal=deal, by=by, expected_version=expected_version)
    require_open(deal)
    deal.next_step, deal.next_step_date, deal.paused_until = next_step, next_step_date, paused_until
    save_act(deal, by=by, at=at)
    payload = {"due_date": next_step_date, "until": paused_until}
    append(kind="deal.next_step_put_back", subject=deal, by=by, at=at, payload=payload)
    return deal


def _offer(deal: Deal, before: Mapping[str, Any], *, by: User, at: datetime) -> None:
    params = {"deal_id": deal.pk, "version": deal.version, "before": dict(before)}
    offer_undo(verb="pipeline.next_step", subject=deal, params=params, by=by, at=at)
