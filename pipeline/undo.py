"""What can be taken back in the pipeline."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from salesmgmt.accounts.models import User
from salesmgmt.web.addresses import row_url
from salesmgmt.web.undoing import Back, seen, undoable


@undoable("pipeline.move", title="Moving a deal", window=timedelta(minutes=10))
def take_move_back(*, params: Mapping[str, Any], by: User, at: datetime) -> Back:
    from pipeline.domain import moves
    from pipeline.models import Deal

    deal = seen(Deal.objects.visible_to(by), params["deal_id"])
    back = moves.undo_move(deal=deal, by=by, at=at, expected_version=params["version"])
    changed = {"stages": sorted([params["from_id"], params["to_id"]]), "row": back.pk}
    return Back(f"{back.name} is back in {back.stage}", {"record-changed": changed})


def _take_closing_back(*, params: Mapping[str, Any], by: User, at: datetime) -> Back:
    from pipeline.domain.closing import undo_closing
    from pipeline.domain.fact_undo import facts_again
    from pipeline.models import Deal

    deal = seen(Deal.objects.visible_to(by), params["deal_id"])
    step = facts_again(Deal, params["before"])
    back = undo_closing(deal=deal, **step, by=by, at=at, expected_version=params["version"])
    return Back(
        f"{back.name} is back in {back.stage}",
        {"record-changed": {"stages": sorted([deal.stage_id, back.stage_id]), "row": back.pk}},
    )


undoable("pipeline.win", title="Winning a deal", window=timedelta(days=1))(_take_closing_back)
undoable("pipeline.lose", title="Losing a deal", window=timedelta(days=1))(_take_closing_back)


@undoable("pipeline.place_order", title="Placing an order", window=timedelta(days=1))
def take_order_back(*, params: Mapping[str, Any], by: User, at: datetime) -> Back:
    from pipeline.domain import order_undo
    from pipeline.models import Order

    order = seen(Order.objects.visible_to(by).select_related("account", "deal"), params["order_id"])
    order_undo.take_order_back(order=order, by=by, at=at)
    tells = {"record-changed": {"stages": [], "row": order.deal_id or order.account_id}}
    instead = {row_url("pipeline:order", params["order_id"]): row_url("pipeline:account", order.account_id)}
    return Back(f"{order.account} has not ordered", tells, instead)


@undoable("pipeline.edit", title="Editing facts", window=timedelta(minutes=10))
def take_edit_back(*, params: Mapping[str, Any], by: User, at: datetime) -> Back:
    from pipeline.domain import accounts, deals, leads
    from pipeline.domain.fact_undo import facts_again
    from pipeline.models import Account, Contact, Deal, Lead

    models: dict[str, Any] = {"deal": Deal, "account": Account, "contact": Contact, "lead": Lead}
    verbs: dict[str, Any] = {
        "deal": deals.edit_deal,
        "account": accounts.edit_account,
        "contact": accounts.edit_contact,
        "lead": leads.edit_lead,
    }
    kind = params["kind"]
    row = seen(models[kind].objects.visible_to(by), params["row_id"])
    said = {"facts": facts_again(models[kind], params["before"]), "expected_version": params["version"]}
    back = verbs[kind](**{kind: row}, **said, by=by, at=at)
    return Back(f"{back} is as it was", {"record-changed": {"stages": _stages(back), "row": back.pk}})


@undoable("pipeline.next_step", title="Setting a next step or a rest", window=timedelta(minutes=10))
def take_step_back(*, params: Mapping[str, Any], by: User, at: datetime) -> Back:
    from pipeline.domain.fact_undo import facts_again
    from pipeline.domain.next_steps import put_step_back
    from pipeline.models import Deal

    deal = seen(Deal.objects.visible_to(by), params["deal_id"])
    said = facts_again(Deal, params["before"])
    back = put_step_back(deal=deal, **said, by=by, at=at, expected_version=params["version"])
    return Back(f"{back} has the next step that it had", {"record-changed": {"stages": _stages(back), "row": back.pk}})


@undoable("pipeline.set_lines", title="Setting the lines of a deal", window=timedelta(minutes=10))
def take_lines_back(*, params: Mapping[str, Any], by: User, at: datetime) -> Back:
    from pipeline.domain.lines import put_lines_back
    from pipeline.models import Deal

    deal = seen(Deal.objects.visible_to(by), params["deal_id"])
    said = {name: params[name] for name in ("lines", "amounts")}
    back = put_lines_back(deal=deal, **said, by=by, at=at, expected_version=params["version"])
    return Back(f"{back} has the lines that it had", {"record-changed": {"stages": _stages(back), "row": back.pk}})


@undoable("pipeline.give_deal", title="Giving a deal", window=timedelta(minutes=10))
def give_deal_back(*, params: Mapping[str, Any], by: User, at: datetime) -> Back:
    from pipeline.domain.deals import give_deal
    from pipeline.models import Deal

    # who gave it may not see it since; the version says that nobody has changed it
    deal, to = seen(Deal.objects.all(), params["deal_id"]), User.objects.get(pk=params["from_id"])
    back = give_deal(deal=deal, to=to, by=by, at=at, expected_version=params["version"])
    return Back(f"{back} is {to}’s again", {"record-changed": {"stages": _stages(back), "row": back.pk}})


def _stages(row: Any) -> list[int]:
    """Whose columns on the board are no longer right."""
    stage = getattr(row, "stage_id", None)
    return [] if stage is None else [stage]


@undoable(
    "pipeline.version_move",
    title="Taking deals to another version",
    window=timedelta(days=1),
    permission="pipeline.configure",
)
def take_version_move_back(*, params: Mapping[str, Any], by: User, at: datetime) -> Back:
    from pipeline.domain.version_moves import undo_version_move
    from pipeline.models import VersionMove

    back = undo_version_move(move=seen(VersionMove.objects.visible_to(by), params["move_id"]), by=by, at=at)
    return Back(f"Back in version {back.from_version.number}: {back.deals.count()}")


@undoable("pipeline.tick", title="Ticking a criterion", window=timedelta(minutes=10))
def take_tick_back(*, params: Mapping[str, Any], by: User, at: datetime) -> Back:
    from pipeline.domain.checks import untick_criterion
    from pipeline.models import CriterionCheck

    check = seen(CriterionCheck.objects.visible_to(by).select_related("criterion", "deal"), params["check_id"])
    deal = untick_criterion(check=check, by=by, at=at)
    return Back(f"“{check.criterion}” is open again", {"record-changed": {"stages": [], "row": deal.pk}})


@undoable("pipeline.score", title="Scoring what is known", window=timedelta(minutes=10))
def take_score_back(*, params: Mapping[str, Any], by: User, at: datetime) -> Back:
    from pipeline.domain import qualification
    from pipeline.models import QualificationScore

    rows = QualificationScore.objects.visible_to(by).select_related("deal", "item")
    score = seen(rows, params["score_id"])
    deal = qualification.take_score_back(score=score, before_id=params["before_id"], by=by, at=at)
    return Back(f"“{score.item}” is as it was", {"record-changed": {"stages": [], "row": deal.pk}})


@undoable("pipeline.probability", title="Saying how likely a deal is won", window=timedelta(minutes=10))
def take_probability_back(*, params: Mapping[str, Any], by: User, at: datetime) -> Back:
    from pipeline.domain import probability
    from pipeline.models import Deal

    deal = seen(Deal.objects.visible_to(by), params["deal_id"])
    said = {name: params[name] for name in ("override_id", "before_id")}
    back = probability.take_probability_back(deal=deal, **said, by=by, at=at, expected_version=params["version"])
    return Back(f"{back.name} is as likely as before", {"record-changed": {"stages": [], "row": back.pk}})


@undoable("pipeline.hand_over", title="Handing deals over", window=timedelta(days=1))
def hand_deals_back(*, params: Mapping[str, Any], by: User, at: datetime) -> Back:
    from pipeline.domain.hand_over import hand_back
    from pipeline.models import HandOver

    back = hand_back(row=seen(HandOver.objects.visible_to(by), params["hand_over_id"]), by=by, at=at)
    words = f"Back with {back.row.giver}: {back.row.deals.filter(given_back_at=at).count()}"
    return Back(" ".join([f"{words}.", *back.refused]) if back.refused else words)


@undoable("pipeline.log", title="Logging an activity", window=timedelta(minutes=10))
def take_activity_back(*, params: Mapping[str, Any], by: User, at: datetime) -> Back:
    from pipeline.domain import activities
    from pipeline.models import Activity

    activity = seen(Activity.objects.visible_to(by).select_related("deal"), params["activity_id"])
    deal = activities.take_activity_back(activity=activity, by=by, at=at)
    return Back("It is not logged any more", {"record-changed": {"stages": [], "row": deal.pk}})


@undoable("pipeline.task", title="Closing a task", window=timedelta(minutes=10))
def take_task_back(*, params: Mapping[str, Any], by: User, at: datetime) -> Back:
    from pipeline.domain.to_do import reopen_task

    back = reopen_task(task=_task(params, by), by=by, at=at, expected_version=params["version"])
    return Back(f"“{back}” is open again", _of_task(back))


@undoable("pipeline.edit_task", title="Editing a task", window=timedelta(minutes=10))
def put_task_back(*, params: Mapping[str, Any], by: User, at: datetime) -> Back:
    from pipeline.domain import to_do

    said = {"before": params["before"], "expected_version": params["version"]}
    back = to_do.put_task_back(task=_task(params, by), **said, by=by, at=at)
    return Back(f"“{back}” is as it was", _of_task(back))


@undoable("pipeline.give_task", title="Giving a task", window=timedelta(minutes=10))
def give_task_back(*, params: Mapping[str, Any], by: User, at: datetime) -> Back:
    from pipeline.domain.to_do import give_task

    to = User.objects.get(pk=params["from_id"])
    back = give_task(task=_task(params, by), to=to, by=by, at=at, expected_version=params["version"])
    return Back(f"“{back}” is {to}’s again", _of_task(back))


def _task(params: Mapping[str, Any], by: User) -> Any:
    from pipeline.models import Task

    return seen(Task.objects.visible_to(by).select_related("deal", "step"), params["task_id"])


def _of_task(task: Any) -> Mapping[str, Any]:
    return {"record-changed": {"stages": [], "row": task.deal_id or task.pk}}


@undoable("pipeline.cancel_meeting", title="Cancelling a meeting", window=timedelta(minutes=10))
def take_cancelling_back(*, params: Mapping[str, Any], by: User, at: datetime) -> Back:
    from pipeline.domain.planned_meetings import plan_again
    from pipeline.models import PlannedMeeting

    meeting = seen(PlannedMeeting.objects.visible_to(by).select_related("deal"), params["meeting_id"])
    said = {"before": params["before"], "expected_version": params["version"]}
    back = plan_again(meeting=meeting, **said, by=by, at=at)
    return Back(f"{back} is planned again", {"record-changed": {"stages": [], "row": back.deal_id}})


@undoable("pipeline.hold_meeting", title="Holding a meeting", window=timedelta(minutes=10))
def take_holding_back(*, params: Mapping[str, Any], by: User, at: datetime) -> Back:
    from pipeline.domain.planned_meetings import undo_holding
    from pipeline.models import PlannedMeeting

    meeting = seen(PlannedMeeting.objects.visible_to(by).select_related("deal"), params["meeting_id"])
    said = {"before": params["before"], "expected_version": params["version"]}
    back = undo_holding(meeting=meeting, **said, by=by, at=at)
    return Back(f"{back} is planned again", {"record-changed": {"stages": [], "row": back.deal_id}})


@undoable("pipeline.lead_state", title="What became of a lead", window=timedelta(minutes=10))
def put_lead_back(*, params: Mapping[str, Any], by: User, at: datetime) -> Back:
    from pipeline.domain.leads import put_state_back
    from pipeline.models import Lead

    lead = seen(Lead.objects.visible_to(by), params["lead_id"])
    back = put_state_back(lead=lead, before=params["before"], by=by, at=at, expected_version=params["version"])
    return Back(
        f"{back} is {back.get_state_display().lower()} again", {"record-changed": {"stages": [], "row": back.pk}}
    )


@undoable("pipeline.give_lead", title="Giving a lead", window=timedelta(minutes=10))
def give_lead_back(*, params: Mapping[str, Any], by: User, at: datetime) -> Back:
    from pipeline.domain.leads import put_owner_back
    from pipeline.models import Lead

    lead = seen(Lead.objects.all(), params["lead_id"])  # who gave it may not see it since
    back = put_owner_back(lead=lead, before=params["before"], by=by, at=at, expected_version=params["version"])
    return Back(f"{back} is {back.owner}’s again", {"record-changed": {"stages": [], "row": back.pk}})


@undoable("pipeline.convert_lead", title="Converting a lead", window=timedelta(days=1))
def take_conversion_back(*, params: Mapping[str, Any], by: User, at: datetime) -> Back:
    from pipeline.domain.conversion import revert_conversion
    from pipeline.models import Lead

    lead = seen(Lead.objects.visible_to(by), params["lead_id"])
    made = {"made": params["made"], "tasks": params.get("tasks", ())}
    back = revert_conversion(lead=lead, **made, by=by, at=at, expected_version=params["version"])
    return Back(f"{back} is an accepted lead again", {"record-changed": {"stages": [], "row": back.pk}})


@undoable("pipeline.payment", title="Recording a payment", window=timedelta(days=1))
def take_payment_back(*, params: Mapping[str, Any], by: User, at: datetime) -> Back:
    from pipeline.domain.payments import reverse_payment
    from pipeline.models import Payment

    payment = seen(Payment.objects.visible_to(by).select_related("invoice__order"), params["payment_id"])
    invoice = reverse_payment(payment=payment, by=by, at=at)
    return Back(f"{invoice} is open again", {"record-changed": {"stages": [], "row": invoice.pk}})


@undoable("pipeline.decline_renewal", title="Declining a renewal", window=timedelta(days=1))
def take_decline_back(*, params: Mapping[str, Any], by: User, at: datetime) -> Back:
    from pipeline.domain.renewals import await_renewal
    from pipeline.models import Renewal

    renewal = seen(Renewal.objects.visible_to(by).select_related("order"), params["renewal_id"])
    back = await_renewal(renewal=renewal, by=by, at=at, expected_version=params["version"])
    return Back(f"{back} waits again", {"record-changed": {"stages": [], "row": back.order_id}})


@undoable(
    "pipeline.plan_targets",
    title="Setting planned targets",
    window=timedelta(days=1),
    permission="pipeline.set_targets",
)
def take_targets_back(*, params: Mapping[str, Any], by: User, at: datetime) -> Back:
    from pipeline.domain.target_plans import take_plan_back

    count = take_plan_back(params=params, by=by, at=at)
    return Back(f"{count} targets are as they were")


@undoable(
    "pipeline.adjust_target", title="Adjusting a target", window=timedelta(days=1), permission="pipeline.set_targets"
)
def take_adjustment_back(*, params: Mapping[str, Any], by: User, at: datetime) -> Back:
    from pipeline.domain.targets import drop_adjustment
    from pipeline.models import TargetAdjustment

    rows = TargetAdjustment.objects.filter(target_id=params["target_id"])
    target = drop_adjustment(adjustment=seen(rows, params["adjustment_id"]), by=by, at=at)
    return Back("The adjustment is gone", {"record-changed": {"stages": [], "row": target.pk}})


@undoable("pipeline.verify", title="Verifying an activity", window=timedelta(days=1))
def take_verification_back(*, params: Mapping[str, Any], by: User, at: datetime) -> Back:
    from pipeline.domain.verifying import unverify_activity
    from pipeline.models import Activity

    activity = seen(Activity.objects.visible_to(by), params["activity_id"])
    back = unverify_activity(activity=activity, by=by, at=at)
    return Back("The activity is not verified any more", {"record-changed": {"stages": [], "row": back.deal_id}})
