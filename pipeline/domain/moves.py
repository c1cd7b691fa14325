"""Moves deals between open stages, and takes a move back."""

from datetime import date, datetime, timedelta

from django.db import transaction

from pipeline.domain.deals import require_step_of
from pipeline.domain.exits import leave_stages, take_exits_back
from pipeline.domain.history import VERSIONED, lock_deal, save_act
from pipeline.domain.override_ends import take_overrides_up
from pipeline.domain.playbooks import take_tasks_back
from pipeline.domain.stage_actions import call_off_actions
from pipeline.models import Deal, DealVersion, Stage
from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.log import append
from salesmgmt.web.domain.undoing import offer_undo


@transaction.atomic
def move_deal(
    *,
    deal: Deal,
    to: Stage,
    by: User,
    at: datetime,
    next_step: str | None = None,
    next_step_date: date | None = None,
    override: str | None = None,
    expected_version: int | None = None,
) -> Deal:
    """Puts an open deal into another open stage of its process; a next step may be given in the same act.

    Into the stage where it is already nothing happens. Raises Refused for a closed deal, a stage elsewhere, or an open
    deal that says no next step; CriteriaUnmet for a forward move that lacks something, unless `override` is the reason
    to move it all the same.
    """
    deal = lock_deal(deal=deal, by=by, expected_version=expected_version)
    require_open(deal)
    if to.process_version_id != deal.stage.process_version_id:
        raise Refused(
            f"{to} belongs to another process; choose a stage of {deal.stage.process_version}.", field="stage"
        )
    if not to.is_open:
        raise Refused(f"{to} closes a deal; use Win or Lose, which ask for the reason.", code="closing", field="stage")
    if deal.stage_id == to.pk:
        if next_step is not None:
            raise Refused(f"{deal.name} is in {to} already; set its next step there.", code="same_stage", field="stage")
        return deal
    if next_step is not None:
        deal.next_step, deal.next_step_date = next_step.strip(), next_step_date
    require_step_of(deal)
    left = leave_stages(deal, to=to, override=override, by=by, at=at)
    before, deal.stage, deal.forecast_category = deal.stage_id, to, to.forecast_category
    save_act(deal, by=by, at=at)
    append(kind="deal.moved", subject=deal, by=by, at=at, payload={"from_id": before, "to_id": to.pk, **left})
    params = {"deal_id": deal.pk, "version": deal.version, "from_id": before, "to_id": to.pk}
    offer_undo(verb="pipeline.move", subject=deal, params=params, by=by, at=at)
    return deal


@transaction.atomic
def undo_move(*, deal: Deal, by: User, at: datetime, expected_version: int) -> Deal:
    """Takes the last move back, while nobody changed the deal since; the version stays, marked. A next step that came
    with the move stays, from now."""
    deal = lock_deal(deal=deal, by=by, expected_version=expected_version)
    require_open(deal)
    history = DealVersion.objects.counted().filter(deal=deal).select_related("stage")
    last, *earlier = history.order_by("-valid_from")[:2]
    if not earlier or not _moved_within(earlier[0].stage, last.stage):
        raise Refused(f"The last act on {deal.name} was not a move; move it to the stage you want.", code="no_move")
    undone, restored = last, earlier[0]
    take_version_back(deal, undone, restored, by=by, at=at)
    save_act(deal, by=by, at=at)
    append(
        kind="deal.move_undone",
        subject=deal,
        by=by,
        at=at,
        payload={"from_id": undone.stage_id, "to_id": restored.stage_id},
    )
    return deal


def take_version_back(deal: Deal, undone: DealVersion, restored: DealVersion, *, by: User, at: datetime) -> None:
    """Marks the last version of a locked deal as undone; the one before stands again, with the stage's tasks, overrides
    and actions as they were. The caller saves the deal."""
    take_exits_back(deal, by=by, at=at)
    undone.valid_to, undone.undone_by = max(at, undone.valid_from + timedelta(microseconds=1)), by
    undone.save(update_fields=["valid_to", "undone_by"])
    restored.valid_to = None
    restored.save(update_fields=["valid_to"])
    for name in VERSIONED:
        setattr(deal, name, getattr(restored, name))
    deal.stage_entered_at = entered_at(deal, restored)
    take_tasks_back(deal, entered_at=undone.valid_from)
    take_overrides_up([deal.pk], left_at=undone.valid_from)
    call_off_actions(deal, happened_at=undone.valid_from, by=by, at=at)


def _moved_within(before: Stage, now: Stage) -> bool:
    """Between open stages of one version; what a change of the process did is taken back with the whole of it."""
    return before.pk != now.pk and before.is_open and before.process_version_id == now.process_version_id


def entered_at(deal: Deal, version: DealVersion) -> datetime:
    """When the unbroken run of versions in this version's stage began; a stage that became this one by a change of the
    deal's process is the same."""
    start, here = version.valid_from, version.stage_id
    became = {row.move.at: row.from_stage_id for row in deal.version_moves.counted().select_related("move")}
    for earlier in DealVersion.objects.counted().filter(deal=deal, valid_from__lt=start).order_by("-valid_from"):
        here = became.get(start, here)
        if earlier.stage_id != here:
            break
        start = earlier.valid_from
    return start


def require_open(deal: Deal) -> None:
    if not deal.is_open:
        raise Refused(f"{deal.name} is {deal.get_state_display().lower()}; reopen it first.", code="closed")
