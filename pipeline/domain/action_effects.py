"""Does what a stage does by itself for a deal, once: each kind of action is a function of `_DO`."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from pipeline.choices import ActionKind, ActionWhom
from pipeline.domain.deals import give_deal
from pipeline.domain.following import follow_deal, require_reader
from pipeline.domain.history import lock_deal
from pipeline.models import Deal, DealAction, StageAction, Task
from pipeline.webhooks import SENT_BY_STAGE
from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain import jobs
from salesmgmt.events.domain.log import append
from salesmgmt.events.models import Event
from salesmgmt.outbox.domain.notifying import notify
from salesmgmt.outbox.registry import Reminder
from salesmgmt.people.models import Company, Membership

NOTICE = "pipeline.stage_action"


@transaction.atomic
def perform(*, run: DealAction, by: User, at: datetime) -> str:
    """Does it, and says what was done; done again it changes nothing.

    Raises Refused where the rules forbid it or the deal has gone on since: the job then says so on the deal's page.
    """
    deal = Deal.objects.select_for_update().get(pk=run.deal_id)
    return _DO[ActionKind(run.action.kind)](run, deal, by, at)


@transaction.atomic
def retry_action(*, run: DealAction, by: User, at: datetime) -> DealAction:
    """Tries again what failed or was called off. Raises JobIsNotOver for what waits or is done."""
    lock_deal(deal=run.deal, by=by)
    run.job = jobs.retry(job=run.job, by=by, at=at)
    return run


def _open_task(run: DealAction, deal: Deal, by: User, at: datetime) -> str:
    step = run.action.step
    assert step is not None, "the database holds that a task has its step"
    if deal.stage_entered_at != run.happened_at or not deal.is_open:
        raise Refused(f"{deal.name} has gone on since, so “{step}” was not opened; log what was done.", code="gone_on")
    day = Company.objects.current().day_of(run.happened_at)
    _, is_new = Task.objects.get_or_create(
        deal=deal,
        step=step,
        entered_at=deal.stage_entered_at,
        defaults={"due_date": day + timedelta(days=step.due_days)},
    )
    return f"“{step}” is open" if is_new else f"“{step}” was there already"


def _tell(run: DealAction, deal: Deal, by: User, at: datetime) -> str:
    whom = _whom(run.action, deal)
    require_reader(deal, whom, "so that it can be told of it")
    day = Company.objects.current().day_of(run.happened_at)
    notify(kind=NOTICE, reminders=[Reminder(whom.pk, "pipeline.dealaction", run.pk, day)], at=at)
    return f"{whom} is told"


def _add_follower(run: DealAction, deal: Deal, by: User, at: datetime) -> str:
    whom = _whom(run.action, deal)
    follow_deal(deal=deal, follower=whom, by=by, at=at)
    return f"{whom} follows it"


def _give(run: DealAction, deal: Deal, by: User, at: datetime) -> str:
    whom = _whom(run.action, deal)
    give_deal(deal=deal, to=whom, by=by, at=at)
    return f"{whom} owns it"


def _send_webhook(run: DealAction, deal: Deal, by: User, at: datetime) -> str:
    """An event addressed to the one endpoint, once for the run; the outbox sends it as it sends all others."""
    webhook = run.action.webhook
    assert webhook is not None, "the database holds that a webhook is named"
    if not webhook.is_standing:
        raise Refused(
            f"The webhook {webhook} was removed, so nothing was sent; publish a version of the process without it.",
            code="webhook_removed",
        )
    if not Event.objects.of(deal).filter(kind=SENT_BY_STAGE, payload__run_id=run.pk).exists():
        payload = {"webhook_id": webhook.pk, "run_id": run.pk, "stage_id": run.action.stage_id}
        payload |= {"moment": run.action.moment, "entered_at": deal.stage_entered_at}
        append(kind=SENT_BY_STAGE, subject=deal, by=by, at=at, payload=payload)
    return f"{webhook} is told"


def _whom(action: StageAction, deal: Deal) -> User:
    if action.whom == ActionWhom.OWNER:
        return deal.owner
    if action.whom == ActionWhom.PERSON:
        assert action.person is not None, "the database holds that one person is named"
        return action.person
    place = Membership.objects.today().filter(user=deal.owner_id).select_related("manager").first()
    if place is None or place.manager is None:
        raise Refused(f"{deal.owner} has no manager; name one under Settings, People.", code="no_manager")
    return place.manager


_DO: dict[ActionKind, Callable[[DealAction, Deal, User, datetime], str]] = {
    ActionKind.TASK: _open_task,
    ActionKind.NOTIFY: _tell,
    ActionKind.FOLLOW: _add_follower,
    ActionKind.GIVE: _give,
    ActionKind.WEBHOOK: _send_webhook,
}
