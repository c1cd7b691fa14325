"""Meets the criteria of a stage: ticks with evidence, and asks for an approval."""

from datetime import datetime

from django.db import transaction

from pipeline.choices import EXIT_APPROVAL, CriterionKind
from pipeline.domain.history import lock_deal
from pipeline.domain.moves import require_open
from pipeline.models import CriterionCheck, Deal, ExitCriterion
from salesmgmt.accounts.models import User
from salesmgmt.approvals.domain.asking import ask
from salesmgmt.approvals.models import ApprovalRequest
from salesmgmt.common.constraints import refusing
from salesmgmt.common.problems import Refused
from salesmgmt.events.domain.log import append
from salesmgmt.web.domain.undoing import offer_undo


@transaction.atomic
def tick_criterion(*, deal: Deal, criterion: ExitCriterion, evidence: str, by: User, at: datetime) -> CriterionCheck:
    """Says that a checklist item is true of an open deal, with what shows it."""
    deal = lock_deal(deal=deal, by=by)
    _require_asked(deal, criterion, CriterionKind.CHECK, "ticked")
    if not evidence.strip():
        raise Refused(
            f"“{criterion}” is ticked with its evidence; say what shows it.", code="evidence", field="evidence"
        )
    check = _note(deal, criterion, evidence=evidence.strip(), by=by, at=at)
    offer_undo(verb="pipeline.tick", subject=deal, params={"check_id": check.pk}, by=by, at=at)
    return check


@transaction.atomic
def untick_criterion(*, check: CriterionCheck, by: User, at: datetime) -> Deal:
    """Takes a tick back; the log keeps that it was there. An approval is not taken back."""
    deal = lock_deal(deal=check.deal, by=by)
    if check.criterion.kind != CriterionKind.CHECK:
        raise Refused(f"“{check.criterion}” was approved, which stays.", code="approved")
    payload = {"criterion_id": check.criterion_id}
    check.delete()
    append(kind="deal.criterion_unticked", subject=deal, by=by, at=at, payload=payload)
    return deal


@transaction.atomic
def ask_exit(*, deal: Deal, criterion: ExitCriterion, by: User, at: datetime, note: str = "") -> ApprovalRequest:
    """Asks for the yes that a criterion wants; the last one ticks it."""
    deal = lock_deal(deal=deal, by=by)
    _require_asked(deal, criterion, CriterionKind.APPROVAL, "approved")
    if CriterionCheck.objects.filter(deal=deal, criterion=criterion).exists():
        raise Refused(f"“{criterion}” is approved already; move {deal.name}.", code="approved")
    named = f"“{criterion}” before it leaves {criterion.stage}"
    params = {"criterion_id": criterion.pk, "named": named}
    request = ask(kind=EXIT_APPROVAL, subject=deal, params=params, note=note, by=by, at=at)
    if request is None:
        raise Refused(
            "Nobody is set up to approve the leaving of a stage; ask an admin to do that under Settings, Approvals.",
            code="nobody_to_ask",
        )
    return request


@transaction.atomic
def note_approval(*, deal: Deal, criterion_id: int, by: User, at: datetime) -> None:
    """What an approved request does: the criterion is met."""
    deal = lock_deal(deal=deal, by=by)
    _note(deal, ExitCriterion.objects.get(pk=criterion_id), evidence="", by=by, at=at)


def _note(deal: Deal, criterion: ExitCriterion, *, evidence: str, by: User, at: datetime) -> CriterionCheck:
    sentences = {
        "a_criterion_is_ticked_once_for_a_deal": f"“{criterion}” is ticked already; look at {deal.name} again."
    }
    with refusing(sentences):
        check = CriterionCheck.objects.create(deal=deal, criterion=criterion, evidence=evidence, by=by, at=at)
    append(kind="deal.criterion_met", subject=deal, by=by, at=at, payload={"criterion_id": criterion.pk})
    return check


def _require_asked(deal: Deal, criterion: ExitCriterion, kind: CriterionKind, done: str) -> None:
    require_open(deal)
    if criterion.kind != kind:
        raise Refused(
            f"“{criterion}” is not {done}: it is met as soon as it is true ({criterion.asks}).", field="criterion"
        )
    if criterion.stage.process_version_id != deal.stage.process_version_id:
        raise Refused(
            f"“{criterion}” belongs to another process; choose one of {deal.stage.process_version}.", field="criterion"
        )
