"""The dated history of a deal: the one place that writes DealVersion rows for acts."""

from datetime import datetime, timedelta

from pipeline.domain.override_ends import end_overrides
from pipeline.domain.playbooks import open_tasks
from pipeline.domain.stage_actions import ask_actions
from pipeline.models import Deal, DealVersion
from pipeline.queries.stage_work import work_between
from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Conflict
from salesmgmt.people.rules import require

VERSIONED = ("stage_id", "owner_id", "amount", "list_amount", "close_date", "forecast_category")
"""What a move that is undone takes back."""
DATED = (*VERSIONED, "has_step", "paused_until")
"""All that versions say of a deal."""


class DealChanged(Conflict):
    code = "deal_changed"


def lock_deal(*, deal: Deal, by: User, expected_version: int | None = None) -> Deal:
    """The deal's row, locked and fresh. Raises DealChanged when it is no longer at `expected_version`."""
    require(by, "pipeline.work_deals", "change deals")
    # Without stage and owner: PostgreSQL, having waited for a move, would not find the row joined to those before.
    locked = Deal.objects.select_for_update().get(pk=deal.pk)
    if expected_version is not None and locked.version != expected_version:
        raise DealChanged(f"{locked.name} was changed by somebody else in between; look at it again, then repeat.")
    return locked


def save_act(deal: Deal, *, by: User, at: datetime) -> DealVersion | None:
    """Saves a locked deal, raises its version, and dates its versioned facts from `at` where they differ.

    An act is valid from now: never before a version that there is already, undone ones included. A deal that has
    entered another stage gets the tasks of its playbook, and what the two stages do by themselves is asked for.
    """
    deal.version += 1
    current = DealVersion.objects.current().filter(deal_id=deal.pk).first() if deal.pk else None
    if current is not None and all(getattr(current, name) == getattr(deal, name) for name in DATED):
        deal.save()
        return None
    start = at if current is None else max(at, _last_start(deal) + timedelta(microseconds=1))
    if current is not None:
        if current.stage_id != deal.stage_id:
            deal.stage_entered_at = start
            end_overrides([deal], at=start)
        current.valid_to = start
        current.save(update_fields=["valid_to"])
    deal.save()
    facts = {name: getattr(deal, name) for name in DATED}
    version = DealVersion.objects.create(deal=deal, valid_from=start, **facts)
    if current is None or current.stage_id != deal.stage_id:
        work = work_between(left=None if current is None else current.stage_id, entered=deal.stage_id)
        open_tasks(deal, work, at=start, begins=current is None)
        ask_actions(deal, work, by=by, at=start)
    return version


def _last_start(deal: Deal) -> datetime:
    return DealVersion.objects.filter(deal_id=deal.pk).latest("valid_from").valid_from
