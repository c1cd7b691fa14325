"""Asks for what stages do by themselves, as jobs in the move's own transaction."""

from datetime import datetime

from django.db.models import Q

from pipeline.choices import ActionMoment
from pipeline.models import Deal, DealAction, StageAction
from salesmgmt.accounts.models import User
from salesmgmt.events.domain import jobs

JOB = "pipeline.stage_action"


def ask_actions(deal: Deal, *, left: int | None, by: User, at: datetime) -> None:
    """A locked deal has left the stage `left` (None: it is new) and entered its own, at `at`: one job for each action
    of the two, in their order. Twice in a row changes nothing. One query where there are none."""
    moments = Q(stage=deal.stage_id, moment=ActionMoment.ENTER) | Q(stage=left, moment=ActionMoment.LEAVE)
    for action in StageAction.objects.filter(moments).order_by("-moment", "position", "pk"):
        key = f"{JOB}:{deal.pk}:{action.pk}:{at.isoformat()}"
        job = jobs.enqueue(kind=JOB, effect_key=key, params={"deal_id": deal.pk, "action_id": action.pk}, by=by, at=at)
        DealAction.objects.get_or_create(deal=deal, action=action, happened_at=at, defaults={"job": job})


def call_off_actions(deal: Deal, *, happened_at: datetime, by: User, at: datetime) -> None:
    """The move at `happened_at` is being undone: what still waits is not done. What was done stays, and is listed."""
    for each in DealAction.objects.filter(deal=deal, happened_at=happened_at).select_related("job").order_by("job"):
        if not each.job.is_over:
            jobs.cancel(job=each.job, by=by, at=at)
