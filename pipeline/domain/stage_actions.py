"""Asks for what stages do by themselves, as jobs in the move's own transaction."""

from datetime import datetime

from pipeline.models import Deal, DealAction
from pipeline.queries.stage_work import StageWork
from salesmgmt.accounts.models import User
from salesmgmt.events.domain import jobs

JOB = "pipeline.stage_action"


def ask_actions(deal: Deal, work: StageWork, *, by: User, at: datetime) -> None:
    """A locked deal has left a stage and entered its own, at `at`: one job for each action of the two, in their order.
    Twice in a row changes nothing."""
    for action_id in work.actions:
        key = f"{JOB}:{deal.pk}:{action_id}:{at.isoformat()}"
        job = jobs.enqueue(kind=JOB, effect_key=key, params={"deal_id": deal.pk, "action_id": action_id}, by=by, at=at)
        DealAction.objects.get_or_create(deal=deal, action_id=action_id, happened_at=at, defaults={"job": job})


def call_off_actions(deal: Deal, *, happened_at: datetime, by: User, at: datetime) -> None:
    """The move at `happened_at` is being undone: what still waits is not done. What was done stays, and is listed."""
    for each in DealAction.objects.filter(deal=deal, happened_at=happened_at).select_related("job").order_by("job"):
        if not each.job.is_over:
            jobs.cancel(job=each.job, by=by, at=at)
