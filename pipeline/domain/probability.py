"""Says how likely a deal is won where the people who work it know better, and takes that away again."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from pipeline.domain.deals import require_step_of
from pipeline.domain.history import lock_deal, save_act
from pipeline.domain.moves import require_open
from pipeline.models import Deal, ProbabilityOverride
from pipeline.models.probability import OverrideEnd
from salesmgmt.accounts.models import User
from salesmgmt.common.constraints import refusing
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.log import append
from salesmgmt.web.domain.undoing import offer_undo

VERB = "pipeline.probability"
_SENTENCES = {
    "an_override_is_a_probability_between_0_and_1": "A probability lies between 0 and 100 percent; correct it.",
    "an_override_of_a_probability_has_its_reason": (
        "A probability of one's own has a reason that others can read; write why it is so."
    ),
}


@transaction.atomic
def set_probability(
    *,
    deal: Deal,
    probability: Decimal,
    reason: str,
    by: User,
    at: datetime,
    expected_version: int | None = None,
) -> Deal:
    """From now on this counts for an open deal, in place of what history and its stage say, until it leaves the stage.
    An earlier one is replaced and stays in the history."""
    deal = lock_deal(deal=deal, by=by, expected_version=expected_version)
    require_open(deal)
    require_step_of(deal)
    before = _end_current(deal, OverrideEnd.REPLACED, at=at)
    with refusing(_SENTENCES, field="reason" if not reason.strip() else "probability"):
        row = ProbabilityOverride.objects.create(
            deal=deal, stage_id=deal.stage_id, probability=probability, reason=reason.strip(), by=by, at=at
        )
    save_act(deal, by=by, at=at)
    payload = {"override_id": row.pk, "probability": probability, "before": before.probability if before else None}
    append(kind="deal.probability_set", subject=deal, by=by, at=at, payload=payload)
    _offer(deal, row, before, by=by, at=at)
    return deal


@transaction.atomic
def remove_probability(*, deal: Deal, by: User, at: datetime, expected_version: int | None = None) -> Deal:
    """What history or the stage says counts again."""
    deal = lock_deal(deal=deal, by=by, expected_version=expected_version)
    require_open(deal)
    before = _end_current(deal, OverrideEnd.REMOVED, at=at)
    if before is None:
        raise Refused(
            f"{deal.name} has no probability of its own; what its stage and history say counts already.",
            code="no_override",
        )
    save_act(deal, by=by, at=at)
    payload = {"override_id": before.pk, "before": before.probability}
    append(kind="deal.probability_removed", subject=deal, by=by, at=at, payload=payload)
    _offer(deal, None, before, by=by, at=at)
    return deal


@transaction.atomic
def take_probability_back(
    *,
    deal: Deal,
    override_id: int | None,
    before_id: int | None,
    by: User,
    at: datetime,
    expected_version: int,
) -> Deal:
    """What counted before counts again, while nobody changed the deal since; what was said stays, marked."""
    deal = lock_deal(deal=deal, by=by, expected_version=expected_version)
    require_open(deal)
    overrides = ProbabilityOverride.objects.filter(deal=deal)
    overrides.filter(pk=override_id).update(undone_at=at)
    overrides.filter(pk=before_id).update(ended_at=None, ended_how="")
    save_act(deal, by=by, at=at)
    payload = {"override_id": override_id, "before_id": before_id}
    append(kind="deal.probability_taken_back", subject=deal, by=by, at=at, payload=payload)
    return deal


def _end_current(deal: Deal, how: OverrideEnd, *, at: datetime) -> ProbabilityOverride | None:
    row = ProbabilityOverride.objects.current().filter(deal=deal).first()
    if row is not None:
        row.ended_at, row.ended_how = max(at, row.at), how
        row.save(update_fields=["ended_at", "ended_how"])
    return row


def _offer(
    deal: Deal, row: ProbabilityOverride | None, before: ProbabilityOverride | None, *, by: User, at: datetime
) -> None:
    params = {
        "deal_id": deal.pk,
        "version": deal.version,
        "override_id": row.pk if row else None,
        "before_id": before.pk if before else None,
    }
    offer_undo(verb=VERB, subject=deal, params=params, by=by, at=at)
