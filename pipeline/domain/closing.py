"""Wins, loses and reopens deals, and takes a win or a loss back."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from pipeline.choices import StageKind
from pipeline.domain.deals import SENTENCES, require_next_step
from pipeline.domain.exits import leave_stages
from pipeline.domain.fact_undo import facts_of
from pipeline.domain.history import lock_deal, save_act
from pipeline.domain.moves import require_open, take_version_back
from pipeline.domain.next_steps import STEP
from pipeline.domain.order_undo import take_order_back
from pipeline.models import CloseReason, Deal, DealVersion, Order, Stage
from salesmgmt.accounts.models import User
from salesmgmt.common.constraints import refusing
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.log import append
from salesmgmt.people.models import Company
from salesmgmt.web.domain.undoing import offer_undo

_UNDONE = {StageKind.WON: "deal.win_undone", StageKind.LOST: "deal.loss_undone"}
_OFFERED = {StageKind.WON: "pipeline.win", StageKind.LOST: "pipeline.lose"}


@transaction.atomic
def win_deal(
    *,
    deal: Deal,
    reason: CloseReason,
    by: User,
    at: datetime,
    amount: Decimal | None = None,
    override: str | None = None,
    expected_version: int | None = None,
) -> Deal:
    """Closes an open deal as won, today in the company's zone, for `amount` or the amount that it has.

    Raises CriteriaUnmet where it lacks what a stage asks for that it leaves behind, unless `override` is the reason.
    """
    deal = lock_deal(deal=deal, by=by, expected_version=expected_version)
    require_open(deal)
    if amount is not None:
        deal.amount = amount
    if deal.amount is None:
        raise Refused(f"{deal.name} has no amount; say what it was won for.", code="amount_missing", field="amount")
    won = _closing_stage(deal, StageKind.WON, reason)
    left = leave_stages(deal, to=won, override=override, by=by, at=at)
    return _close(deal, won, reason, by, at, says=left)


@transaction.atomic
def lose_deal(*, deal: Deal, reason: CloseReason, by: User, at: datetime, expected_version: int | None = None) -> Deal:
    """Closes an open deal as lost, today in the company's zone; its amount stays as it was."""
    deal = lock_deal(deal=deal, by=by, expected_version=expected_version)
    require_open(deal)
    return _close(deal, _closing_stage(deal, StageKind.LOST, reason), reason, by, at, says={})


@transaction.atomic
def reopen_deal(
    *,
    deal: Deal,
    to: Stage,
    next_step: str,
    next_step_date: date | None,
    by: User,
    at: datetime,
    expected_version: int | None = None,
) -> Deal:
    """Opens a closed deal again in an open stage of its process, with a next step; its history keeps the closing.

    Raises Refused while its order stands: it would be sold and still to be won.
    """
    deal = lock_deal(deal=deal, by=by, expected_version=expected_version)
    if deal.is_open:
        raise Refused(f"{deal.name} is open already; move it instead.", code="open")
    order = Order.objects.filter(deal=deal, cancelled_at=None).first()
    if order is not None:
        raise Refused(
            f"{deal.name} has become {order}; cancel that order on its page, then open the deal again.", code="ordered"
        )
    if not to.is_open or to.process_version_id != deal.stage.process_version_id:
        raise Refused(f"{deal.name} comes back in an open stage of its own process; choose one.", field="stage")
    require_next_step(next_step, next_step_date)
    before, closed = deal.state, deal.close_date
    deal.state, deal.stage, deal.forecast_category = StageKind.OPEN, to, to.forecast_category
    deal.next_step, deal.next_step_date = next_step.strip(), next_step_date
    deal.close_reason, deal.close_date = None, None
    save_act(deal, by=by, at=at)
    append(
        kind="deal.reopened",
        subject=deal,
        by=by,
        at=at,
        payload={"from_state": before, "to_id": to.pk, "close_date": closed},
    )
    return deal


@transaction.atomic
def undo_closing(
    *,
    deal: Deal,
    next_step: str,
    next_step_date: date | None,
    paused_until: date | None,
    by: User,
    at: datetime,
    expected_version: int,
) -> Deal:
    """Takes a win or a loss back, while nobody changed the deal since: it stands where it stood, for as long as it had,
    with the step and rest that it had; the version stays, marked. The order that it was won for goes with it.

    Raises Refused where more has come of that order."""
    deal = lock_deal(deal=deal, by=by, expected_version=expected_version)
    history = DealVersion.objects.counted().filter(deal=deal).select_related("stage")
    last, *earlier = history.order_by("-valid_from")[:2]
    if deal.is_open or not earlier or not earlier[0].stage.is_open:
        raise Refused(
            f"The last act on {deal.name} was not its win or loss; open it again on its page.", code="not_closed"
        )
    order = Order.objects.filter(deal=deal).first()
    if order is not None:
        take_order_back(order=order, by=by, at=at)
    kind, closed = _UNDONE[StageKind(deal.state)], deal.close_date
    deal.state, deal.close_reason = StageKind.OPEN, None
    deal.next_step, deal.next_step_date, deal.paused_until = next_step, next_step_date, paused_until
    take_version_back(deal, last, earlier[0], by=by, at=at)
    save_act(deal, by=by, at=at)
    append(kind=kind, subject=deal, by=by, at=at, payload={"to_id": deal.stage_id, "close_date": closed})
    return deal


def _closing_stage(deal: Deal, kind: StageKind, reason: CloseReason) -> Stage:
    if reason.kind != kind:
        raise Refused(
            f"“{reason}” is a reason for {reason.get_kind_display().lower()} deals; choose another.", field="reason"
        )
    return Stage.objects.get(process_version=deal.stage.process_version_id, kind=kind)


def _close(deal: Deal, stage: Stage, reason: CloseReason, by: User, at: datetime, *, says: Mapping[str, Any]) -> Deal:
    before, step = deal.stage_id, facts_of(deal, STEP)
    deal.state, deal.stage, deal.forecast_category = stage.kind, stage, stage.forecast_category
    deal.close_reason, deal.close_date = reason, Company.objects.current().day_of(at)
    deal.next_step, deal.next_step_date, deal.paused_until = "", None, None
    with refusing(SENTENCES, field="amount"):
        save_act(deal, by=by, at=at)
    append(
        kind=f"deal.{stage.kind.lower()}",
        subject=deal,
        by=by,
        at=at,
        payload={
            "from_id": before,
            "reason": reason.code,
            "amount": deal.amount,
            "close_date": deal.close_date,
            **says,
        },
    )
    params = {"deal_id": deal.pk, "version": deal.version, "before": step}
    offer_undo(verb=_OFFERED[StageKind(stage.kind)], subject=deal, params=params, by=by, at=at)
    return deal
