"""Says how well something is known of a deal, and takes that back."""

from datetime import datetime

from django.db import transaction

from pipeline.domain.history import lock_deal
from pipeline.domain.moves import require_open
from pipeline.models import Activity, Deal, QualificationItem, QualificationScore
from pipeline.models.qualification import BEST
from salesmgmt.accounts.models import User
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.log import append
from salesmgmt.web.domain.undoing import offer_undo

SHOWN_FROM = 2
"""From this score on something has to show it."""


@transaction.atomic
def score_item(
    *,
    deal: Deal,
    item: QualificationItem,
    score: int | None,
    by: User,
    at: datetime,
    evidence: str = "",
    activity: Activity | None = None,
) -> QualificationScore:
    """0 is known to be bad, 3 is proven, None is unknown; 2 and 3 want something that shows it, in words or an activity
    of the deal. What was said before stays in its history."""
    deal = lock_deal(deal=deal, by=by)
    require_open(deal)
    evidence = evidence.strip()
    _require_fit(deal, item, score, evidence, activity)
    before = QualificationScore.objects.current().filter(deal=deal, code=item.code).first()
    if before is not None:
        before.replaced_at = at
        before.save(update_fields=["replaced_at"])
    row = QualificationScore.objects.create(
        deal=deal, item=item, code=item.code, score=score, evidence=evidence, activity=activity, by=by, at=at
    )
    payload = {"item_id": item.pk, "score": score, "before": before.score if before else None}
    append(kind="deal.scored", subject=deal, by=by, at=at, payload=payload)
    params = {"score_id": row.pk, "before_id": before.pk if before else None}
    offer_undo(verb="pipeline.score", subject=deal, params=params, by=by, at=at)
    return row


@transaction.atomic
def take_score_back(*, score: QualificationScore, before_id: int | None, by: User, at: datetime) -> Deal:
    """What was said before counts again; refused once somebody has said something else since."""
    deal = lock_deal(deal=score.deal, by=by)
    row = QualificationScore.objects.get(pk=score.pk)
    if row.replaced_at is not None:
        raise Refused(f"“{row.item}” was scored anew since; score it as it should be.", code="scored_since")
    row.delete()
    QualificationScore.objects.filter(pk=before_id).update(replaced_at=None)
    append(kind="deal.score_taken_back", subject=deal, by=by, at=at, payload={"item_id": row.item_id})
    return deal


def _require_fit(
    deal: Deal, item: QualificationItem, score: int | None, evidence: str, activity: Activity | None
) -> None:
    if item.process_version_id != deal.stage.process_version_id:
        raise Refused(
            f"“{item}” is asked by another process; choose an item of {deal.stage.process_version}.", field="item"
        )
    if score is not None and not 0 <= score <= BEST:
        raise Refused(f"A score is 0 to {BEST}, or unknown; choose one.", code="a_score_is_0_to_3", field="score")
    if activity is not None and activity.deal_id != deal.pk:
        raise Refused(f"That activity belongs to another deal; choose one of {deal.name}.", field="activity")
    if score is not None and score >= SHOWN_FROM and not evidence and activity is None:
        raise Refused(
            f"“{item}” at {score} wants something that shows it; write it, or choose the activity.",
            code="evidence",
            field="evidence",
        )
