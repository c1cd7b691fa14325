"""What can be taken back in the pipeline."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from salesmgmt.accounts.models import User
from salesmgmt.web.undoing import Back, seen, undoable


@undoable("pipeline.move", title="Moving a deal", window=timedelta(minutes=10))
def take_move_back(*, params: Mapping[str, Any], by: User, at: datetime) -> Back:
    from pipeline.domain import moves
    from pipeline.models import Deal

    deal = seen(Deal.objects.visible_to(by), params["deal_id"])
    back = moves.undo_move(deal=deal, by=by, at=at, expected_version=params["version"])
    changed = {"stages": sorted([params["from_id"], params["to_id"]]), "row": back.pk}
    return Back(f"{back.name} is back in {back.stage}", {"record-changed": changed})


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


@undoable("pipeline.task", title="Closing a task of a deal", window=timedelta(minutes=10))
def take_task_back(*, params: Mapping[str, Any], by: User, at: datetime) -> Back:
    from pipeline.domain.deal_tasks import reopen_task
    from pipeline.models import DealTask

    task = seen(DealTask.objects.visible_to(by).select_related("deal", "step"), params["task_id"])
    back = reopen_task(task=task, by=by, at=at, expected_version=params["version"])
    return Back(f"“{task}” is open again", {"record-changed": {"stages": [], "row": back.deal_id}})


@undoable("pipeline.cancel_meeting", title="Cancelling a meeting", window=timedelta(minutes=10))
def take_cancelling_back(*, params: Mapping[str, Any], by: User, at: datetime) -> Back:
    from pipeline.domain.planned_meetings import plan_again
    from pipeline.models import PlannedMeeting

    meeting = seen(PlannedMeeting.objects.visible_to(by).select_related("deal"), params["meeting_id"])
    said = {"before": params["before"], "expected_version": params["version"]}
    back = plan_again(meeting=meeting, **said, by=by, at=at)
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


@undoable("pipeline.convert_lead", title="Converting a lead", window=timedelta(days=1))
def take_conversion_back(*, params: Mapping[str, Any], by: User, at: datetime) -> Back:
    from pipeline.domain.conversion import revert_conversion
    from pipeline.models import Lead

    lead = seen(Lead.objects.visible_to(by), params["lead_id"])
    back = revert_conversion(lead=lead, made=params["made"], by=by, at=at, expected_version=params["version"])
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
